from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from coi_app.models.columns import Json, Record, instant, key, ref


class HoldersReview(Record, table=True):
    """One round through an insured's list of holders by its own people; at most one is under way.

    Nobody `asked_by_id`: they began it themselves.
    """

    __tablename__ = "holders_reviews"
    __table_args__ = (
        Index(
            "ux_holders_reviews_under_way",
            "insured_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_holders_reviews_insured_id_id", "insured_id", "id"),
    )

    id: int | None = key()
    insured_id: int = ref("insureds.id")
    asked_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    due_on: date | None = None
    began_at: datetime = instant()
    ended_at: datetime | None = instant(default=None, nullable=True)
    finished_by_id: int | None = ref("accounts.id", default=None, nullable=True)


class ReviewAnswer(Record, table=True):
    """What an insured's people said of one holder on their list: `answer` keep, correct or end.

    `corrected` are the changed fields of the holder. `state` is "" until the review is finished; then "done", or
    "waiting" for the agency, which makes it "done" or "declined".
    """

    __tablename__ = "review_answers"
    __table_args__ = (
        UniqueConstraint("review_id", "interest_id"),
        Index("ix_review_answers_review_id_state", "review_id", "state"),
    )

    id: int | None = key()
    review_id: int = ref("holders_reviews.id")
    interest_id: int = ref("additional_interests.id")
    answer: str
    corrected: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    note: str = ""
    state: str = ""
    answered_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    answered_at: datetime = instant()
    decided_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    decided_at: datetime | None = instant(default=None, nullable=True)
