import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from coi_app.rules import file_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Halvorsen Property Group LLC", "Halvorsen Property Group LLC.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ('A/B\\C:D*E?F"G<H>I|J', "A B C D E F G H I J.pdf"),
        ("Żurawie Łódzkie", "Żurawie Łódzkie.pdf"),
        ("Cafe\u0301", "Café.pdf"),
        ("漢字", "漢字.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe.pdf"),
        ("a\tb\r\nc\0d", "a b cd.pdf"),
        ("CON", "CON_.pdf"),
        ("nul.txt", "nul.txt_.pdf"),
        ("...", "unnamed.pdf"),
        ("", "unnamed.pdf"),
        (" .hidden. ", "hidden.pdf"),
    ],
)
def test_a_name_people_can_read_and_systems_accept(text: str, name: str) -> None:
    assert file_names.file_name(text, ".pdf") == name


def test_the_second_of_a_name_gets_a_number() -> None:
    assert file_names.unique_names(["A", "a", "A (2)", "A", "B", "Café", "Cafe\u0301"], ".pdf") == [
        "A.pdf",
        "a (2).pdf",
        "A (2) (2).pdf",
        "A (3).pdf",
        "B.pdf",
        "Café.pdf",
        "Café (2).pdf",
    ]


def test_a_certificates_file_is_named_after_number_and_holder() -> None:
    assert file_names.certificate("KV-26-04812", 0, "First Bank, N.A.") == "KV-26-04812 First Bank, N.A.pdf"
    assert file_names.certificate("KV-26-04812", 1, "X/Y LLC") == "KV-26-04812 rev 1 X Y LLC.pdf"


@given(any_of.lists(any_of.text(max_size=150), max_size=12))
def test_any_names_become_different_names_of_files(texts: list[str]) -> None:
    names = file_names.unique_names([*texts, *texts], ".pdf")
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name.endswith(".pdf") and len(name) <= 120 and len(name.encode()) <= 255
        assert not set(name) & set('<>:"/\\|?*\0\n\r\t') and name == name.strip()
        assert not name.startswith(".")
