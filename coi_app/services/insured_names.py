"""The insureds by the names that a file can call them: the legal name, or the DBA."""

from collections import defaultdict

from sqlalchemy import select
from sqlmodel import Session

from coi_app.queries import tables
from coi_app.rules import names
from coi_app.services.import_verdicts import Rejected


class InsuredNames:
    """As they were when it was made."""

    def __init__(self, session: Session) -> None:
        row = tables.insureds
        self._ids: dict[str, set[int]] = defaultdict(set)
        self.legal_names: dict[int, str] = {}
        for insured_id, key, name, dba in session.execute(
            select(row.id, row.name_key, row.legal_name, row.dba)
        ):
            self.legal_names[insured_id] = name
            self._ids[key].add(insured_id)
            if dba:
                self._ids[names.folded(dba)].add(insured_id)
        self._found: dict[str, int] = {}  # a file names the same few again and again

    def only(self, name: str, heading: str, otherwise: str) -> int:
        """The one of this name; raises Rejected when there is none, or several: `otherwise` says what to do then."""
        known = self._found.get(name)
        if known is None:
            known = self._found[name] = self._only(name, heading, otherwise)
        return known

    def _only(self, name: str, heading: str, otherwise: str) -> int:
        found = self._ids.get(names.folded(name), set())
        if not found:
            raise Rejected(heading, "There is no insured of this name. Create it, or mend the name.")
        if len(found) > 1:
            raise Rejected(heading, f"{len(found)} insureds have this name. {otherwise}")
        return next(iter(found))
