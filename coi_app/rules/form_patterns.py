"""What a form's field stands for, guessed from its name.

Fillable forms name their fields by what they hold, with or without a prefix and an index:
`F[0].P1[0].Insurer_FullName_B[0]` or `Insurer_FullName_B`. The middle part decides; a name that says nothing is left
for a person.
"""

import re

from coi_app.rules import licensed_forms
from coi_app.rules.licensed_forms import FieldKind

_INDEX = re.compile(r"\[\d+\]|#\d+$")
_LETTER = re.compile(r"_([A-Z])$")

Patterns = tuple[tuple[str, str], ...]

LINES: Patterns = (
    ("otherpolicy", "other"),
    ("workerscomp", "workers_compensation"),
    ("umbrella|excess", "umbrella"),
    ("automobile|vehicle", "automobile"),
    ("generalliability", "general_liability"),
)
ROW: Patterns = (
    ("insurerletter", "letter"),
    ("additionalinsured", "addl"),
    ("subrogation", "subr"),
    ("policynumber", "number"),
    ("effectivedate", "effective_on"),
    ("expirationdate", "expires_on"),
)
# The first that is found counts: what contains another comes before it. {n}: first or second; {i}: 0, 1, 2.
OF_LINE: dict[str, Patterns] = {
    "general_liability": (
        ("claimsmade", "claims_made"),
        ("occurrenceindicator", "occurrence"),
        ("othercoverageindicator", "option_{n}_tick"),
        ("othercoveragedescription", "option_{n}"),
        ("othercoveragelimitdescription", "other_label"),
        ("othercoveragelimitamount", "other_limit"),
        ("coverageindicator", "commercial"),
        ("perpolicy", "per_policy"),
        ("perproject", "per_project"),
        ("perlocation", "per_location"),
        ("appliestoother", "per_other_tick"),
        ("appliestocode", "per_other"),
        ("rentedpremises", "damage_to_rented_premises"),
        ("medicalexpense", "medical_expense"),
        ("personalandadvertising", "personal_and_advertising_injury"),
        ("products", "products_completed_operations_aggregate"),
        ("generalaggregate", "general_aggregate"),
        ("eachoccurrence", "each_occurrence"),
    ),
    "automobile": (
        ("anyauto", "any_auto"),
        ("nonowned", "non_owned"),
        ("owned", "owned"),
        ("hired", "hired"),
        ("scheduled", "scheduled"),
        ("othercoveredautoindicator", "option_{n}_tick"),
        ("othercoveredautodescription", "option_{n}"),
        ("combinedsinglelimit", "combined_single_limit"),
        ("propertydamage", "property_damage"),
        ("perperson", "bodily_injury_per_person"),
        ("peraccident", "bodily_injury_per_accident"),
        ("othercoverage.*description", "other_label"),
        ("othercoverage.*amount", "other_limit"),
    ),
    "umbrella": (
        ("umbrellaindicator", "umbrella"),
        ("excessindicator", "excess"),
        ("occurrenceindicator", "occurrence"),
        ("claimsmade", "claims_made"),
        ("deductibleindicator", "deductible"),
        ("retentionindicator", "retention"),
        ("deductibleorretention", "own_share_amount"),
        ("othercoverage.*description", "other_label"),
        ("othercoverage.*amount", "other_limit"),
        ("eachoccurrence", "each_occurrence"),
        ("aggregate", "aggregate"),
    ),
    "workers_compensation": (
        ("personsexcluded", "anyone_excluded"),
        ("statutory", "per_statute"),
        ("othercoverageindicator", "other_basis_tick"),
        ("othercoveragedescription", "other_basis"),
        ("eachaccident", "each_accident"),
        ("eachemployee", "disease_each_employee"),
        ("policylimit", "disease_policy_limit"),
    ),
    "other": (
        ("policydescription", "name"),
        ("coveragecode", "limit_{i}_label"),
        ("limitamount", "limit_{i}"),
    ),
}
PARTIES: Patterns = (
    ("^producer", "producer"),
    ("^namedinsured", "insured"),
    ("^certificateholder", "holder"),
)
OF_PARTY: Patterns = (
    ("contactperson.*phone", "phone"),
    ("contactperson.*email", "email"),
    ("contactperson.*name", "contact"),
    ("fax", "fax"),
    ("attention", "attention"),
    ("fullname", "name"),
    ("lineone", "line_one"),
    ("linetwo", "line_two"),
    ("city", "city"),
    ("state", "state"),
    ("postalcode", "zip_code"),
)
OF_HEAD: Patterns = (
    ("authorizedrepresentative.*signature", "signature"),
    ("authorizedrepresentative.*name", "representative"),
    ("completiondate|issuedate", "issued_on"),
    ("certificatenumber", "number"),
    ("revisionnumber", "revision"),
    ("remarktext|descriptionofoperations", "description"),
)
_NTH = {"A": "one", "B": "two"}


def guessed(name: str, kind: FieldKind) -> str:
    """The key that the field seems to stand for; "" when its name does not say."""
    last = _INDEX.sub("", name).rpartition(".")[2]
    letter = found[1] if (found := _LETTER.search(last)) else "A"
    words = _LETTER.sub("", last).replace("_", "").lower()
    key = _first(OF_HEAD, words) or _of_insurer(words, letter) or _of_party(words) or _of_line(words, letter)
    return key if licensed_forms.may_stand(kind, key) else ""


def _first(patterns: Patterns, words: str) -> str:
    return next((key for pattern, key in patterns if re.search(pattern, words)), "")


def _of_insurer(words: str, letter: str) -> str:
    part = _first((("^insurerfullname", "name"), ("^insurernaic", "naic")), words)
    return f"insurer.{letter}.{part}" if part else ""


def _of_party(words: str) -> str:
    party = _first(PARTIES, words)
    part = _first(OF_PARTY, words) if party else ""
    return f"{party}.{part}" if part else ""


def _of_line(words: str, letter: str) -> str:
    line = _first(LINES, words)
    part = (_first(ROW, words) or _first(OF_LINE[line], words)) if line else ""
    part = part.replace("{n}", _NTH.get(letter, "")).replace("{i}", str(ord(letter) - ord("A")))
    return f"{line}.{part}" if part else ""
