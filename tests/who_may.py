"""The table actor × action of docs/security.md, made from the code: `python -m tests.who_may` writes it anew."""

from collections import defaultdict
from pathlib import Path

from coi_app.web import guards, http
from tests import authorization

SECURITY = Path(__file__).parents[1] / "docs" / "security.md"
BEGIN, END = "<!-- made by python -m tests.who_may -->\n", "<!-- end of what is made -->\n"
# The right that is removed is any of the portal; what is left then is the same whichever it was.
SHOWN = {
    authorization.IN: "yes",
    authorization.REFUSED: "no",
    authorization.OWN_DOOR: "no",
    authorization.SIGN_IN: "no",
}


def table() -> str:
    """In Markdown. An insured's "own" is narrowed to its own insured by every query behind it."""
    places = _places()
    head = ["action", "where", *authorization.ACTORS]
    lines = [_line(head), _line(["---"] * len(head))]
    for words, mark in authorization.actions():
        cells = [_cell(actor, mark) for actor in authorization.ACTORS]
        lines.append(_line([words, ", ".join(sorted(places[_key(mark)])), *cells]))
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(actor: str, mark: guards.Mark) -> str:
    shown = SHOWN[authorization.at_the_gate(actor, mark)]
    is_narrowed = shown == "yes" and actor in authorization.OF_AN_INSURED and not mark.public
    return "own" if is_narrowed else shown


def _key(mark: guards.Mark) -> guards.Mark:
    return guards.Mark(public=mark.public, right=mark.right, insured=mark.insured)


def _places() -> dict[guards.Mark, set[str]]:
    """Mark → the rooms whose handlers carry it, and the routes behind it."""
    found: dict[guards.Mark, set[str]] = defaultdict(set)
    for registered in authorization.handlers().values():
        mark, module = authorization.mark_of(registered), registered.states[0].__module__
        if mark is not None and module.startswith("coi_app.web."):
            found[_key(mark)].add(_room(module))
    for route in authorization.http_routes():
        for mark in _marks_of(route.behind):
            found[mark].add(f"`{route.method} {route.path}`")
    return found


def _marks_of(behind: http.Behind | None) -> list[guards.Mark]:
    if behind is None:
        return [guards.Mark(public=True)]
    rights = [guards.Mark(right=right) for right in (behind.right, *behind.portal)]
    return rights + ([guards.Mark(insured=True)] if behind.insureds else [])


def _room(module: str) -> str:
    """ "coi_app.web.agency.holders.state" as "agency/holders"."""
    return "/".join(module.removeprefix("coi_app.web.").split(".")[:2]).removesuffix("/state")


def written(text: str) -> str:
    """The document with the table of today."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    SECURITY.write_text(written(SECURITY.read_text()))
