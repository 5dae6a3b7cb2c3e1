from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from coi_app.rules import wording
from coi_app.rules.coverage import WorkersCompensation
from coi_app.rules.facts import PLAIN_HOLDER
from tests.rules.redwood import GL, HALVORSEN, MASTER, TODAY, WC, WISHES, master

VALUES = wording.values_of(MASTER, HALVORSEN, WISHES, TODAY)


def test_every_value_goes_to_its_place() -> None:
    template = (
        "{insured.name} ({insured.dba}), {insured.address}. {holder.name}, {holder.attention}, "
        "{holder.address}. {project}; {contract} of {contract.date}. {policy.gl.number} {policy.gl.effective} "
        "{policy.gl.expires} {policy.umbrella.carrier}. {agency.name}, {master.name}, {today}"
    )
    found = wording.resolve(template, VALUES)
    assert found.is_complete
    assert found.text == (
        "Redwood Ridge Builders LLC (Redwood Ridge), 3175 E Boise Avenue, Boise, ID 83706. Halvorsen Property "
        "Group LLC, Risk Management, 800 W Main Street, Suite 1460, Boise, ID 83702. Cedar Street Lofts, Boise; "
        "Subcontract 24-117 of 01/14/2026. GLP-4471902-03 07/01/2025 07/01/2026 Lodestar Indemnity Co. "
        "Kestrel & Vane Insurance, All Lines, 03/05/2026"
    )


def test_there_is_a_value_or_a_gap_for_every_placeholder_of_the_list() -> None:
    assert set(VALUES) == set(wording.BY_KEY)
    assert len(wording.BY_KEY) == len(wording.PLACEHOLDERS)
    for placeholder in wording.PLACEHOLDERS:
        assert placeholder.label and placeholder.help and placeholder.example
        assert wording.resolve(f"{{{placeholder.key}}}", wording.EXAMPLES).text == placeholder.example


def test_a_gap_is_reported_and_never_blanked() -> None:
    found = wording.resolve("Loan {loan_number}, {loan_number}; {nonsense}.", VALUES)
    assert found.text == "Loan {loan_number}, {loan_number}; {nonsense}."
    assert (found.unresolved, found.unknown) == (("loan_number",), ("nonsense",))


def test_a_placeholder_is_found_whatever_its_case_and_spaces() -> None:
    assert wording.resolve("{ Holder.Name }", VALUES).text == HALVORSEN.name


def test_double_braces_are_braces() -> None:
    found = wording.resolve("{{project}} {{{project}}}", VALUES)
    assert found.is_complete and found.text == "{project} {Cedar Street Lofts, Boise}"


@pytest.mark.parametrize("template", ["{", "}", "Job {project", "project}", "{a\nb}", "{" + "x" * 90 + "}"])
def test_a_brace_without_partner_is_reported(template: str) -> None:
    found = wording.resolve(template, VALUES)
    assert found.stray and found.text == template


def test_a_value_is_not_read_for_placeholders_again() -> None:
    tricky = wording.values_of(MASTER, HALVORSEN, replace(WISHES, project="{holder.name}"), TODAY)
    assert wording.resolve("{project}", tricky).text == "{holder.name}"


@given(any_of.text(alphabet="{}ab project.\n", max_size=60))
def test_any_template_is_read_without_losing_a_word(template: str) -> None:
    found = wording.resolve(template, {})
    if "{{" not in template and "}}" not in template:
        assert found.text == template
    assert found.is_complete == (not wording.placeholders_in(template) and not found.stray)


def test_a_template_is_checked_before_it_is_saved() -> None:
    assert wording.problems_of("{project} for {holder.name}") == ()
    assert wording.problems_of("{holder.nme} {") == (
        "{holder.nme} is no placeholder. Did you mean {holder.name}?",
        "A brace near “{holder.nme} {” has no partner. Write {{ or }} for a brace that is meant.",
    )


def test_a_stored_text_keeps_its_braces() -> None:
    assert wording.plain("{project}").text == "{project}" and wording.plain("{project}").is_complete


def test_the_policy_in_force_speaks_for_its_line() -> None:
    renewal = replace(GL, id=9, number="GLP-04", effective_on=TODAY + timedelta(days=9))
    assert wording.master_values(master(GL, renewal), TODAY)["policy.gl.number"] == GL.number
    assert wording.master_values(master(renewal), TODAY)["policy.gl.number"] == "GLP-04"
    both = wording.master_values(master(GL, replace(GL, id=9, number="GLP-77")), TODAY)
    assert both["policy.gl.number"] == "GLP-4471902-03 and GLP-77"
    assert both["policy.gl.expires"] == "07/01/2026"


def test_a_line_that_is_not_there_has_no_value() -> None:
    assert wording.master_values(master(WC), TODAY)["policy.gl.number"] == ""


def test_who_is_excluded_can_be_said_by_a_placeholder() -> None:
    wc = replace(WC, coverage=WorkersCompensation(anyone_excluded=True, who_is_excluded="Elena Thornbury"))
    values = wording.values_of(master(wc), HALVORSEN, PLAIN_HOLDER, TODAY)
    assert wording.resolve("Excluded: {policy.wc.excluded}.", values).text == "Excluded: Elena Thornbury."
