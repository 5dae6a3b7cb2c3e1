import pytest

from coi_app.rules import errors, password_rules

NAMES = ["Sam Ruiz", "Kestrel & Vane Insurance", "Redwood Ridge Builders LLC"]


def problem(password: str) -> str:
    return password_rules.problem_with(password, email="sam.ruiz@agency.example", names=NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "my dog eats Tuesdays",
        "Xk9#vLq2mP0z",
        "teal-otter-swims-42",
        "żółta łódź płynie",
        "猫が好きです、とても大きな猫が。",
        "four summer nights in Boise",
        " spaces at both ends ",
        "x7" + "Qm4z" * 31 + "k",
    ],
)
def test_a_good_password_is_taken_as_pasted(password: str) -> None:
    assert problem(password) == ""


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "at least 12"),
        ("short-one-1", "at least 12"),
        ("x7Qm4zk" * 19, "at most 128"),
        ("aaaaaaaaaaaaaa", "less repetition"),
        ("abcdabcdabcd", "less repetition"),
        ("Abc1aBc1abC1", "less repetition"),
        ("Password1234", "easy to guess"),
        ("P@ssw0rd2026!", "easy to guess"),
        ("Insurance2026!", "easy to guess"),
        ("Welcome.Summer.1", "easy to guess"),
        ("qwertyuiop12", "easy to guess"),
        ("poiuytrewq99", "easy to guess"),
        ("1q2w3e4r5t6y", "easy to guess"),
        ("123456789012", "easy to guess"),
        ("correct horse battery staple", "easy to guess"),
        ("sam.ruiz.2026!", "without your name"),
        ("KestrelVane2026", "without your name"),
        ("Redwood-Ridge-1", "without your name"),
        ("r3dw00dridge!!", "without your name"),
    ],
)
def test_a_password_everybody_would_try_is_refused(password: str, says: str) -> None:
    assert says in problem(password)


def test_without_names_nothing_is_refused_for_being_one() -> None:
    assert password_rules.problem_with("sunny otter hill") == ""
    assert password_rules.problem_with("sunny otter hill", names=["", "&", "A"]) == ""


def test_the_form_is_told_at_its_field() -> None:
    password_rules.require_good("teal-otter-swims-42")
    with pytest.raises(errors.InvalidInput) as refused:
        password_rules.require_good("short", field="new_password")
    assert list(refused.value.problems) == ["new_password"]
