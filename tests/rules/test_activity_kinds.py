"""The stored vocabulary is pinned: a value that was written to somebody's history can never be renamed."""

from coi_app.rules.activity_kinds import AGENCY_SUBJECTS, ActivityKind

PINNED = """
agency:changed setting:changed setting:mail_tested licensed_form:added licensed_form:mapped licensed_form:retired
data:backed_up data:restored demo:filled account:invited account:invitation_renewed account:activated
account:created account:changed account:email_changed account:role_changed account:rights_changed
account:deactivated account:reactivated account:signed_in account:sign_in_refused account:signed_out
account:session_ended account:password_reset_asked account:password_changed account:second_factor_changed
access:refused portal:opened portal:closed portal:setting_changed portal:viewed_as_insured
portal:preset_saved portal:preset_removed portal:holders_reviewed portal:review_begun portal:review_asked
portal:review_called_off portal:review_declined insured:created insured:changed
insured:kind_changed insured:merged contact:added contact:changed contact:removed carrier:created
carrier:changed carrier:merged policy:created policy:changed policy:cancelled policy:reinstated
policy:renewed policy:removed endorsement:added endorsement:changed endorsement:removed holder:created
holder:changed holder:merged interest:added interest:changed interest:ended interest:resumed
master:created master:changed master:retired master:resumed master:shared master:unshared template:created
template:changed template:retired certificate:issued certificate:revised certificate:superseded
certificate:withdrawn certificate:refused certificate:warning_overridden certificate:previewed
certificate:downloaded certificate:resent certificate:link_copied certificate:link_used
certificate:evidence_exported certificate:became_stale certificate:holder_notified
certificate:approval_asked certificate:approved
certificate:approval_refused delivery:queued delivery:sent delivery:failed delivery:bounced
delivery:cancelled delivery:downloaded batch:started batch:finished batch:cancelled batch:failed batch:retried
batch:downloaded renewal:started renewal:finished file:added file:changed file:shared file:unshared
file:downloaded file:removed id_card:made request:received request:assigned request:changed
request:answered request:declined request:link_created request:link_closed import:checked import:applied
import:failed import:undone list:exported activity:exported view:saved view:removed reminder:set
"""


def test_no_kind_was_renamed_or_dropped() -> None:
    assert [kind.value for kind in ActivityKind] == PINNED.split()


def test_every_kind_is_subject_and_action_in_small_words() -> None:
    for kind in ActivityKind:
        subject, _, action = kind.value.partition(":")
        assert subject.replace("_", "").isalpha() and action.replace("_", "").isalpha()
        assert kind.value == kind.value.lower() and kind.subject == subject
        assert kind.name == kind.value.replace(":", "_").upper()


def test_every_kind_has_a_label_of_its_own() -> None:
    labels = [kind.label for kind in ActivityKind]
    assert len(set(labels)) == len(labels)
    assert ActivityKind.CERTIFICATE_ISSUED.label == "Certificate issued"
    assert ActivityKind.ACCOUNT_SIGN_IN_REFUSED.label == "Account sign-in refused"


def test_what_belongs_to_an_insured_is_known() -> None:
    assert ActivityKind.CERTIFICATE_ISSUED.concerns_insured
    assert ActivityKind.POLICY_CHANGED.concerns_insured
    assert not ActivityKind.AGENCY_CHANGED.concerns_insured
    assert not ActivityKind.HOLDER_CHANGED.concerns_insured
    assert {kind.subject for kind in ActivityKind} >= AGENCY_SUBJECTS
