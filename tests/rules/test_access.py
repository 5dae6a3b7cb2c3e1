import pytest

from coi_app.rules import access, errors, portal_rights
from coi_app.rules.access import Right, Role
from coi_app.rules.portal_rights import PortalRight

ADA = access.staff_actor(1, "Ada", "ada@agency.example", Role.ADMIN)
SAM = access.staff_actor(2, "Sam", "sam@agency.example", Role.AGENT)
VIC = access.staff_actor(3, "Vic", "vic@agency.example", Role.VIEWER)
IVY = access.insured_actor(4, "Ivy", "ivy@insured.example", 9, [right.value for right in PortalRight])


def test_ada_may_everything_of_the_desk() -> None:
    assert {right.value for right in Right} == ADA.rights


def test_sam_issues_but_does_not_govern() -> None:
    assert SAM.may(Right.CERTIFICATES_ISSUE) and SAM.may(Right.CERTIFICATES_OVERRIDE)
    for right in (Right.USERS_MANAGE, Right.SETTINGS_CHANGE, Right.TEMPLATES_CHANGE):
        with pytest.raises(errors.NotAllowed):
            access.require(SAM, right)


def test_vic_looks_and_changes_nothing() -> None:
    changing = {right for right in Right if right.value.endswith((":change", ":manage", ":run", ":issue"))}
    assert {right for right in changing if VIC.may(right)} == {Right.EXPORTS_RUN}
    assert not VIC.may(Right.CERTIFICATES_SEND) and not VIC.may(Right.CERTIFICATES_WITHDRAW)


def test_ivy_has_portal_rights_and_none_of_the_desk() -> None:
    assert all(IVY.may(right) for right in PortalRight) and not any(IVY.may(right) for right in Right)
    assert not IVY.is_staff and SAM.is_staff and access.system_actor().is_staff


def test_a_staff_right_cannot_be_slipped_to_an_insured() -> None:
    sly = access.insured_actor(5, "Sly", "s@x.example", 9, ["users:manage", "view_policies", "nonsense"])
    assert sly.rights == {"view_policies"}


def test_staff_have_no_portal_rights() -> None:
    assert not any(ADA.may(right) for right in PortalRight)


def test_a_refusal_names_what_was_refused() -> None:
    with pytest.raises(errors.NotAllowed, match="You are not allowed to issue certificates"):
        access.require(VIC, Right.CERTIFICATES_ISSUE)
    with pytest.raises(errors.NotAllowed, match="You are not allowed to send certificates"):
        access.require(VIC, PortalRight.SEND_CERTIFICATES)
    access.require(SAM, Right.CERTIFICATES_ISSUE)


def test_every_right_is_explained_once() -> None:
    assert sorted(word.key for word in access.RIGHTS) == sorted(Right)
    assert [word.key for word in portal_rights.PORTAL_RIGHTS] == list(PortalRight)
    for word in (*access.RIGHTS, *portal_rights.PORTAL_RIGHTS):
        assert word.label and word.help.endswith(".") and word.group
    assert set(access.ROLE_RIGHTS) == set(access.ROLE_LABELS) == set(access.ROLE_HELP) == set(Role)


def test_a_right_that_only_looks_has_no_verb() -> None:
    for word in portal_rights.PORTAL_RIGHTS:
        assert bool(word.verb) != word.key.startswith("view_")


def test_the_portal_rights_are_the_twelve_of_the_trade() -> None:
    assert {right.value for right in PortalRight} == {
        "view_policies", "view_id_cards", "view_files", "upload_files", "view_certificates",
        "send_certificates", "resend_certificates", "add_holders", "edit_holders",
        "add_additional_interests", "edit_description", "manage_users",
    }  # fmt: skip
    assert len(portal_rights.STANDARD_PORTAL_RIGHTS) == 7


def test_similar_to_another_insured_shows_what_changes() -> None:
    found = portal_rights.difference(
        ["view_policies", "upload_files"], ["view_policies", "add_holders", "nonsense"]
    )
    assert [one.key for one in found.added] == [PortalRight.ADD_HOLDERS]
    assert [one.key for one in found.removed] == [PortalRight.UPLOAD_FILES]
    assert [one.key for one in found.same] == [PortalRight.VIEW_POLICIES]


def test_the_switches_come_in_groups() -> None:
    assert [name for name, _ in portal_rights.groups()] == [
        "Certificates", "Holders", "Policies and files", "Their team",
    ]  # fmt: skip
    assert sum(len(rights) for _, rights in portal_rights.groups()) == len(PortalRight)
