"""What a certificate states, by the keys of `rules.licensed_forms`: nothing is left out.

A fact that no field of the form stands for becomes a sentence of the description; a policy that has no row goes to a
page of ours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from coi_app.documents import lines_of_business as business
from coi_app.documents.coverage_row import shown_amount
from coi_app.rules import coverage as cover
from coi_app.rules.certificate_content import Address, HolderShown, PolicyShown, Producer, SharedContent
from coi_app.rules.facts import shown_day
from coi_app.rules.licensed_forms import OTHERS, STREET

Keys = frozenset[str]
Stating = business.Option | business.Question | business.Wording
NameRows = Callable[[str, str], tuple[str, ...]]  # a party and its name → the rows that its field needs


@dataclass
class Stated:
    """`rows`: by policy, the row of the form it has; `overleaf`: policies that have none."""

    texts: dict[str, str] = field(default_factory=dict)
    ticks: set[str] = field(default_factory=set)
    extras: list[str] = field(default_factory=list)
    rows: dict[int, str] = field(default_factory=dict)
    overleaf: list[PolicyShown] = field(default_factory=list)


def shared_facts(shared: SharedContent, keys: Keys, rows: NameRows) -> Stated:
    """What all certificates of a master state."""
    made = Stated()
    made.texts |= producer(shared.producer, keys, rows)
    insured = shared.insured
    dba = f"DBA {insured.dba}" if insured.dba else ""
    made.texts |= party(keys, "insured", rows("insured", insured.name), "dba", dba, insured.address)
    for insurer in shared.insurers:
        made.texts |= {
            f"insurer.{insurer.letter}.name": insurer.name,
            f"insurer.{insurer.letter}.naic": insurer.naic,
        }
    for policy in shared.policies:
        _place(made, keys, policy)
    return made


def producer(agency: Producer, keys: Keys, rows: NameRows) -> dict[str, str]:
    own = {
        "producer.contact": agency.contact,
        "producer.phone": agency.phone,
        "producer.fax": agency.fax,
        "producer.email": agency.email,
        "representative": agency.representative,
    }
    return party(keys, "producer", rows("producer", agency.name), "", "", agency.address) | own


def holder(shown: HolderShown, keys: Keys, rows: NameRows) -> dict[str, str]:
    return party(keys, "holder", rows("holder", shown.name), "attention", shown.attention, shown.address)


def party(
    keys: Keys, who: str, name: tuple[str, ...], own: str, words: str, address: Address
) -> dict[str, str]:
    """Name and address as forms ask for them. What has no field of its own, `words` or the further rows of a long name,
    goes above the address."""
    apart = f"{who}.{own}" in keys
    above = [] if apart or not words else [words]
    places = [f"{who}.{one}" for one in STREET if f"{who}.{one}" in keys]
    streets = [*name[1:], *above, *(row for row in (address.line_one, address.line_two) if row)]
    whole = " ".join(name)
    found = {
        f"{who}.block": "\n".join([whole, *above, *address.rows()]),
        f"{who}.name": name[0],
        f"{who}.address": "\n".join([*name[1:], *above, *address.rows()]),
        f"{who}.city": address.city,
        f"{who}.state": address.state,
        f"{who}.zip_code": address.zip_code,
    }
    if apart:
        found[f"{who}.{own}"] = words
    return found | dict(zip(places, _in_rows(streets, len(places)), strict=False))


def _in_rows(texts: list[str], rows: int) -> list[str]:
    """At most so many; what is over joins the last."""
    return texts if len(texts) <= rows else [*texts[: rows - 1], ", ".join(texts[rows - 1 :])]


def _place(made: Stated, keys: Keys, policy: PolicyShown) -> None:
    """In the first free row of its line."""
    rows = OTHERS if policy.line is cover.Line.OTHER else (policy.line.value,)
    free = [one for one in rows if f"{one}.number" in keys and one not in made.rows.values()]
    if not free or not names_insurer(keys, policy.letter):
        made.overleaf.append(policy)
        return
    made.rows[policy.policy_id] = free[0]
    _Row(made, keys, free[0], policy).fill()


def names_insurer(keys: Keys, letter: str) -> bool:
    """Whether the form has both fields of this insurer."""
    return {f"insurer.{letter}.name", f"insurer.{letter}.naic"} <= keys


class _Row:
    """One policy in one row of the form."""

    def __init__(self, made: Stated, keys: Keys, slot: str, policy: PolicyShown) -> None:
        self._made, self._keys, self._slot, self._policy = made, keys, slot, policy
        self._kind = business.of_policy(policy.line, policy.coverage)
        self._facts = business.facts(policy.coverage)

    def fill(self) -> None:
        policy = self._policy
        self._made.texts |= {
            f"{self._slot}.letter": policy.letter,
            f"{self._slot}.number": policy.number,
            f"{self._slot}.effective_on": shown_day(policy.effective_on),
            f"{self._slot}.expires_on": shown_day(policy.expires_on),
        }
        if policy.pending:
            self._extra("pending, not yet in force")
        if isinstance(policy.coverage, cover.OtherCoverage):
            said = filter(None, (policy.coverage.name, policy.coverage.description))
            self._text("name", ": ".join(said), "")
        caption = ""
        for part in self._parts():
            if isinstance(part, business.Caption):
                caption = f"{part.text}: "
            else:
                self._basis(part, caption)
        for limit in self._kind.limits:
            self._limit(limit)

    def _parts(self) -> Iterator[business.Caption | Stating]:
        return (part for row in self._kind.basis for part in row)

    def _basis(self, part: Stating, caption: str) -> None:
        """`caption`: what the options after it are about."""
        fact = self._facts[part.key]
        match part:
            case business.Question() if fact is not None:
                self._text(part.key, "Y" if fact else "N", " ".join(part.rows))
            case business.Option(free=True) if fact:
                self._text(part.key, str(fact), caption.rstrip(": "))
                self._tick(f"{part.key}_tick")
            case business.Option() if fact and isinstance(fact, str):
                self._tick(f"{part.key}_tick")  # its words follow
            case business.Option() if fact:
                self._tick(part.key, f"{caption}{part.label}")
            case business.Wording() if fact and not isinstance(self._policy.coverage, cover.OtherCoverage):
                self._text(part.key, str(fact), part.before.strip(" :"))

    def _limit(self, limit: business.Limit | business.OwnLimit) -> None:
        amount = shown_amount(self._facts[limit.key]) if self._facts[limit.key] not in (None, "") else ""
        if isinstance(limit, business.Limit):
            self._text(limit.key, amount, limit.label)
            return
        label, named = str(self._facts[limit.label_key]), limit.label_key
        if not (label or amount):
            return
        by_ticks = named == "own_share_label" and f"{self._slot}.{label.lower()}" in self._keys
        if f"{self._slot}.{limit.key}" in self._keys and (by_ticks or f"{self._slot}.{named}" in self._keys):
            self._made.texts |= {f"{self._slot}.{named}": label, f"{self._slot}.{limit.key}": amount}
        else:
            self._extra(f"{label or 'limit'} {amount}".strip())

    def _text(self, key: str, words: str, what: str) -> None:
        if words and f"{self._slot}.{key}" in self._keys:
            self._made.texts[f"{self._slot}.{key}"] = words
        elif words:
            self._extra(f"{what}: {words}" if what else words)

    def _tick(self, key: str, words: str = "") -> None:
        if f"{self._slot}.{key}" in self._keys:
            self._made.ticks.add(f"{self._slot}.{key}")
        elif words:
            self._extra(words)

    def _extra(self, words: str) -> None:
        self._made.extras.append(
            f"{self._kind.title}, policy {self._policy.number}: {words}.".replace("\n", ", ")
        )
