from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from coi_app.rules import field_values, fields
from coi_app.rules.certificate_content import Address
from coi_app.rules.coverage import Line
from coi_app.rules.errors import InvalidInput
from coi_app.rules.field_values import Wrong


def problem(read: Callable[..., object], typed: object, **bounds: int) -> str:
    with pytest.raises(Wrong) as wrong:
        read(typed, "the field", **bounds)
    return str(wrong.value)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Redwood   Ridge\tBuilders\nLLC ", "Redwood Ridge Builders LLC"),
        ("Cafe\u0301", "Café"),
        ("Ελένη 漢字 🏗", "Ελένη 漢字 🏗"),
        ("O\u00a0Brien", "O Brien"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("", ""),
    ],
)
def test_a_name_is_trimmed_and_otherwise_as_typed(typed: str, clean: str) -> None:
    assert field_values.text(typed, "the name") == clean


@pytest.mark.parametrize(
    "typed", ["a\0b", "a\x1bb", "evil\u202efdp", "a\u2066b", "a\u200bb", "a\ufeffb", "a\ud800b", "a\ue000b"]
)
def test_what_cannot_be_seen_is_refused_by_its_number(typed: str) -> None:
    assert f"U+{ord(typed[1] if len(typed) == 3 else chr(0x202E)):04X}" in problem(field_values.text, typed)


@pytest.mark.parametrize("typed", [7, None, [], {}, b"x", 1.5, True])
def test_only_text_is_text(typed: object) -> None:
    assert problem(field_values.text, typed) == "Enter the field as text."


def test_a_text_that_is_too_long_says_how_long_it_is() -> None:
    said = problem(field_values.text, "x" * 10_000, max_length=200)
    assert said == "Shorten the field to 200 characters; it has 10,000."


def test_a_description_keeps_its_lines() -> None:
    typed = "  First row \r\nSecond\trow\rThird\n\n"
    assert field_values.text(typed, "it", lines=True) == "First row\nSecond row\nThird"


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (" Pm@Bitterroot.Example ", "Pm@bitterroot.example"),
        ("o'brien+coi@sub.agency.co", "o'brien+coi@sub.agency.co"),
        ("", ""),
    ],
)
def test_an_address_of_mail(typed: str, clean: str) -> None:
    assert field_values.email(typed) == clean


@pytest.mark.parametrize(
    "typed",
    ["x", "@b.com", "a@b", "a@.com", "a..b@c.com", ".a@c.com", "a@-c.com", "a@c.1", "a b@c.com", "a@c.com>",
     "ä@c.com", "a@cä.com", "=?utf-8?q?a?=@c.com\n", "a@b.com\nBcc: x", "x" * 65 + "@c.com", "a@" + "b" * 250 + ".co"],
)  # fmt: skip
def test_what_is_no_address_of_mail(typed: str) -> None:
    assert problem(field_values.email, typed)


@pytest.mark.parametrize("typed", ["a@b.com, c@d.com", "a@b.com;c@d.com", "a@b@c.com"])
def test_one_field_takes_one_address(typed: str) -> None:
    assert problem(field_values.email, typed) == "Enter one address as the field, not several."


def test_several_addresses_where_several_are_asked() -> None:
    assert fields.emails("a@b.com; c@d.com\na@b.com,") == ("a@b.com", "c@d.com")
    with pytest.raises(Wrong, match="at most 2"):
        fields.emails("a@b.co b@b.co c@b.co", most=2)
    with pytest.raises(Wrong):
        fields.emails("a@b.co, nonsense")


@pytest.mark.parametrize(
    ("typed", "code"), [("id", "ID"), ("Idaho", "ID"), ("d.c.", "DC"), ("new york", "NY"), ("", "")]
)
def test_a_state_by_code_or_name(typed: str, code: str) -> None:
    assert field_values.state(typed) == code


def test_an_unknown_state_is_refused() -> None:
    assert "two letters" in problem(field_values.state, "ZZ")


@pytest.mark.parametrize(
    ("typed", "clean"),
    [("02134", "02134"), ("02134-1001", "02134-1001"), ("021341001", "02134-1001"), ("", "")],
)
def test_a_zip_code_keeps_its_zeros(typed: str, clean: str) -> None:
    assert field_values.zip_code(typed) == clean


@pytest.mark.parametrize("typed", ["2134", "021345", "ABCDE", "٠٢١٣٤", "02134-1"])
def test_what_is_no_zip_code(typed: str) -> None:
    assert "5 digits" in problem(field_values.zip_code, typed)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("2085550109", "(208) 555-0109"),
        ("1-208-555-0109", "(208) 555-0109"),
        ("+1 (208) 555.0109 ext. 12", "(208) 555-0109 x12"),
        ("+44 20 7946 0018", "+44 20 7946 0018"),
        ("", ""),
    ],
)
def test_a_phone_number_as_the_trade_writes_it(typed: str, clean: str) -> None:
    assert field_values.phone(typed) == clean


@pytest.mark.parametrize(
    "typed", ["555-0109", "call me", "208 555 0109 9", "(208) 555-010x", "٢٠٨٥٥٥٠١٠٩", "++"]
)
def test_what_is_no_phone_number(typed: str) -> None:
    assert "area code" in problem(field_values.phone, typed)


def test_a_naic_code_has_five_digits() -> None:
    assert field_values.naic(" 00123 ") == "00123"
    for typed in ("1234", "123456", "12a45", "١٢٣٤٥"):
        assert "5 digits" in problem(field_values.naic, typed)


@pytest.mark.parametrize(
    "typed", ["3/4/2026", "03/04/2026", "03-04-26", "3.4.2026", "2026-03-04", " 2026-3-4 "]
)
def test_a_day_in_every_usual_way(typed: str) -> None:
    assert field_values.day(typed, "the day") == date(2026, 3, 4)


def test_a_day_that_is_one_already() -> None:
    assert field_values.day(date(2026, 3, 4), "the day") == date(2026, 3, 4)
    instant = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert type(field_values.day(instant, "the day")) is date
    assert field_values.day("", "the day") is None


@pytest.mark.parametrize(
    "typed", ["13/40/2026", "2026-02-30", "tomorrow", "4/2026", "3/4/202", "٣/٤/٢٠٢٦", "1/1/0026"]
)
def test_what_is_no_day(typed: str) -> None:
    assert problem(field_values.day, typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,000,000", 1_000_000),
        ("$1,000,000.00", 1_000_000),
        ("1000000", 1_000_000),
        ("$1M", 1_000_000),
        ("500k", 500_000),
        ("0", 0),
        (5_000_000, 5_000_000),
        ("Included", "Included"),
        ("Statutory", "Statutory"),
        ("", None),
        (None, None),
    ],
)
def test_an_amount_in_dollars_or_in_a_word(typed: object, amount: int | str | None) -> None:
    assert field_values.amount(typed, "the limit") == amount


@pytest.mark.parametrize(
    "typed", ["1,00,000", "1.5", "-5", "1e9", "9" * 30, "$", "10%", "1,000,000.50", "nan1", "١٠٠", 1.5, True]
)
def test_what_is_no_amount(typed: object) -> None:
    assert problem(field_values.amount, typed)


def test_a_whole_number_within_its_bounds() -> None:
    assert field_values.whole("7", "it", least=0, most=9) == 7
    for typed in ("10", "-1", "x", "7.0", "٧", "9" * 40):
        assert "from 0 to 9" in problem(field_values.whole, typed, least=0, most=9)


def test_a_policy_number_is_kept_letter_by_letter() -> None:
    assert field_values.code(" BAP 7719-3304/26 ", "the number") == "BAP 7719-3304/26"
    assert "exactly as on" in problem(field_values.code, "---")


FORM = {
    "name": "Pioneer Gulch",
    "email": "pm@pioneer",
    "line_one": "1 Main St",
    "city": "Boise",
    "state": "Oz",
    "zip_code": "",
    "line": "umbrella",
    "lines": ["umbrella", "other"],
    "wanted": "on",
}


def test_all_problems_of_a_form_are_said_at_once() -> None:
    form = fields.Reader(FORM)
    assert form.text("name", "the name", required=True) == "Pioneer Gulch"
    assert form.email("email", required=True) == ""
    assert form.address(required=True) == Address("1 Main St", "", "Boise", "", "")
    form.text("legal", "the legal name", required=True)
    with pytest.raises(InvalidInput) as refused:
        form.raise_if_wrong()
    assert refused.value.problems == {
        "email": "Enter the e-mail address as name@company.com.",
        "state": "Enter the state as its two letters, for example ID.",
        "zip_code": "Enter the ZIP code.",
        "legal": "Enter the legal name.",
    }


def test_a_good_form_raises_nothing() -> None:
    form = fields.Reader(FORM)
    assert form.choice("line", "the line", Line, Line.OTHER) is Line.UMBRELLA
    assert form.choice("missing", "the line", Line, Line.OTHER) is Line.OTHER
    assert form.choices("lines", "the lines", Line) == {Line.UMBRELLA, Line.OTHER}
    assert form.choices("missing", "the lines", Line) == frozenset()
    assert form.flag("wanted", "it") and not form.flag("missing", "it")
    form.raise_if_wrong()


@pytest.mark.parametrize("typed", ["nonsense", 7, ["umbrella"], {"a": 1}, True])
def test_a_choice_is_one_of_the_list(typed: object) -> None:
    form = fields.Reader(
        {"line": typed, "lines": typed if typed != ["umbrella"] else ["umbrella", "zeppelin"]}
    )
    assert form.choice("line", "a line", Line, Line.OTHER) is Line.OTHER
    assert form.choices("lines", "the lines", Line) == frozenset()
    assert set(form.problems) == {"line", "lines"}


def test_days_upside_down_are_noticed_at_the_second() -> None:
    form = fields.Reader({"from": "3/4/2026", "to": "3/4/2026"})
    form.days_in_order(form.day("from", "a"), form.day("to", "b"), "to", "The end comes after the beginning.")
    assert form.problems == {"to": "The end comes after the beginning."}


def test_the_first_problem_of_a_field_stays() -> None:
    form = fields.Reader({"email": "x"})
    form.email("email")
    form.add("email", "Another.")
    assert form.problems["email"] != "Another."


ANYTHING = (
    any_of.none()
    | any_of.booleans()
    | any_of.integers()
    | any_of.floats()
    | any_of.text()
    | any_of.lists(any_of.text())
)


@given(ANYTHING)
def test_whatever_is_typed_is_read_or_refused_in_words(typed: object) -> None:
    form = fields.Reader(dict.fromkeys("abcdefghijklm", typed))
    form.text("a", "a")
    form.code("b", "b")
    form.email("c")
    form.phone("d")
    form.state("e")
    form.zip_code("f")
    form.naic("g")
    form.day("h", "h")
    form.amount("i", "i")
    form.whole("j", "j")
    form.choice("k", "k", Line, Line.OTHER)
    form.choices("l", "l", Line)
    form.flag("m", "m")
    assert all(sentence.endswith(".") for sentence in form.problems.values())
