import pytest

from coi_app.rules import names


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Mañana & Co., L.L.C. ", "manana co llc"),
        ("O'Brien–Straße", "obrien strasse"),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "full width"),
        ("100%_done\\", "100 done"),
        ("\u202eevil\0\t\n", "evil"),
        ("🏗️", ""),
        ("ℌarbor", "harbor"),
    ],
)
def test_a_name_folds_to_what_people_type(typed: str, folded: str) -> None:
    assert names.folded(typed) == folded
    assert names.folded(folded) == folded


def test_numbers_are_found_without_their_dashes() -> None:
    assert names.number_key("GLP-4471902 03") == names.number_key("glp447190203") == "glp447190203"


def test_a_search_key_holds_every_name() -> None:
    assert names.search_key("Redwood Ridge Builders LLC", "", "Boisé") == "redwood ridge builders llc boise"
