"""A review of an insured's holders by its own people: what they can say of each, and what the agency decides."""

from collections.abc import Iterable
from enum import StrEnum

from coi_app.rules.facts import InterestType


class Answer(StrEnum):
    KEEP = "keep"
    CORRECT = "correct"
    END = "end"


class AnswerState(StrEnum):
    """Drafts until the review is finished."""

    DRAFT = ""
    DONE = "done"
    WAITING = "waiting"
    DECLINED = "declined"


ANSWER_LABELS: dict[Answer, str] = {
    Answer.KEEP: "Keep",
    Answer.CORRECT: "Correct",
    Answer.END: "End",
}


def must_wait(answer: Answer, types: Iterable[str], loan_number: str, note: str) -> bool:
    """Whether the agency decides.

    A holder's record is shared by all insureds, so no correction is done by itself. Neither is the end of a holder
    that may have a say in a policy, or one that somebody wrote a remark to.
    """
    if answer is Answer.CORRECT:
        return True
    plain = set(types) <= {InterestType.CERTIFICATE_HOLDER.value} and not loan_number and not note
    return answer is Answer.END and not plain
