"""Whether all that a certificate says has room on it (R26): known before it is issued, not when it is drawn."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from coi_app.documents import layout, licensed_form
from coi_app.rules import composition, errors
from coi_app.rules.certificate_content import Address, CertificateContent, HolderShown, SharedContent
from coi_app.rules.facts import HolderFacts
from coi_app.rules.findings import CureKind, Finding, Severity, Verdict
from coi_app.rules.licensed_forms import Sheet

MASTERS = 16  # what a screen asks about again and again
# So long the holder's name, and each other row, fit on our own page in the widest letters: they are not measured.
SHORT_NAME, SHORT_ROW = 50, 25
NOBODY = HolderShown("", "", Address("", "", "", "", ""))

_PLACES = (  # as the refusal begins
    ("The holder's name", "holder.name", CureKind.HOLDER_NAME),
    ("The holder", "holder.address", CureKind.HOLDER_ADDRESS),
    ("The insured", "insured", CureKind.INSURED),
    ("The agency", "producer", CureKind.AGENCY),
    ("The authorized representative", "producer", CureKind.AGENCY),
)


def judged(
    verdict: Verdict, papers: Sequence[SharedContent], sheet: Sheet | None, holder: HolderFacts, text: str
) -> Verdict:
    """With what would not fit, by its name. `text`: the description."""
    for paper in papers:
        master = _master(paper, sheet)
        if isinstance(master, Finding):
            return _blocked(verdict, master)
        if master is None or (sheet is None and _is_short(holder)):
            continue
        try:
            master.own(composition.certificate_content(paper, holder, verdict, text))
        except layout.UnprintableText:
            continue  # said by name already
        except layout.DoesNotFit as refused:
            return _blocked(verdict, _finding(refused))
    return verdict


@lru_cache(maxsize=MASTERS)
def _master(
    paper: SharedContent, sheet: Sheet | None
) -> layout.Master | licensed_form.Master | Finding | None:
    """What is wrong with that which all share; None for what is told elsewhere."""
    try:
        master = licensed_form.Master(paper, sheet, True) if sheet else layout.Master(paper, True)
        master.plate(master.own(CertificateContent(paper, NOBODY, (), "")).stance)
        return master
    except layout.DoesNotFit as refused:
        return _finding(refused)
    except (layout.UnprintableText, errors.Conflict):
        return None


def _is_short(holder: HolderFacts) -> bool:
    at = holder.address
    rows = (holder.attention, at.line_one, at.line_two, at.city)
    texts = (holder.name, *rows, at.state, at.zip_code)
    return (
        len(holder.name) <= SHORT_NAME and max(map(len, rows)) <= SHORT_ROW and all(map(str.isascii, texts))
    )


def _blocked(verdict: Verdict, finding: Finding) -> Verdict:
    return replace(verdict, findings=(finding, *verdict.findings))


def _finding(refused: layout.DoesNotFit) -> Finding:
    field, kind = "master", CureKind.MASTER
    for begin, place, cure in _PLACES:
        if refused.what.startswith(begin):
            field, kind = place, cure
            break
    why, _, cure_words = str(refused).partition(". ")
    return Finding("R26", Severity.BLOCK, field, f"{why}.", cure_words, kind)
