from typing import Any

import pytest

from coi_app.web.agency import record_form


def test_only_the_fields_of_the_form_are_read_without_its_prefix() -> None:
    submitted = {"contact_name": "Dana", "contact_is_primary": True, "insured_name": "Other", "name": "Bare"}
    assert record_form.typed("contact", submitted) == {"name": "Dana", "is_primary": True}


def test_ticks_of_a_list_are_gathered_and_none_is_an_empty_list() -> None:
    submitted = {
        "i_types__owner": True,
        "i_types__lessor": False,
        "i_types__other": "on",
        "i_waiver__auto": False,
    }
    assert record_form.typed("i", submitted) == {"types": ["owner", "other"], "waiver": []}


@pytest.mark.parametrize("hostile", [None, "x", 3, [1], {"i_a": object(), 7: "x", "i_a__b": "y"}])
def test_what_is_no_form_is_no_error(hostile: Any) -> None:
    assert set(record_form.typed("i", hostile)) <= {"a"}


def test_values_begin_as_people_write_them() -> None:
    values = {
        "ended_on": "2026-07-01",
        "begun_on": "",
        "flag": True,
        "off": False,
        "id": None,
        "types": ["owner"],
    }
    assert record_form.shown(values) == {
        "ended_on": "07/01/2026", "begun_on": "", "flag": "on", "off": "", "id": "", "types__owner": "on"
    }  # fmt: skip
