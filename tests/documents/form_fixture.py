"""A fillable form of our own, with every trap that real ones have: nobody's layout, wording or look.

Its fields are named as such forms name theirs; each stands in a cell of a plain grid, so that tests know its place.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

WIDTH, HEIGHT = 612, 792
COLUMNS, TOP, PITCH = (30, 312), 52, 12.2
LABEL, CELL, DEPTH = 66, 206, 11.4
DESCRIPTION = (30, 694, 350, 62)
MULTILINE, RADIO, PUSH = 1 << 12, 1 << 15, 1 << 16

_PARTY = {
    "name": "FullName", "line_one": "MailingAddress_LineOne", "line_two": "MailingAddress_LineTwo",
    "city": "MailingAddress_CityName", "state": "MailingAddress_StateOrProvinceCode",
    "zip_code": "MailingAddress_PostalCode",
}  # fmt: skip
_ROW = {
    "letter": "{own}_InsurerLetterCode", "number": "Policy_{line}_PolicyNumberIdentifier",
    "effective_on": "Policy_{line}_EffectiveDate", "expires_on": "Policy_{line}_ExpirationDate",
    "addl": "CertificateOfInsurance_{line}_AdditionalInsuredCode", "subr": "Policy_{line}_SubrogationWaivedCode",
}  # fmt: skip
_LINES = {
    "general_liability": ("GeneralLiability", "GeneralLiability"),
    "automobile": ("Vehicle", "AutomobileLiability"),
    "umbrella": ("ExcessUmbrella", "ExcessLiability"),
    "workers_compensation": ("WorkersCompensationEmployersLiability", "WorkersCompensation"),
    "other": ("OtherPolicy", "OtherPolicy"),
}
_OWN: dict[str, dict[str, str]] = {
    "general_liability": {
        "commercial": "*CoverageIndicator", "claims_made": "*ClaimsMadeIndicator", "occurrence": "*OccurrenceIndicator",
        "option_one_tick": "*OtherCoverageIndicator", "option_one": "OtherCoverageDescription",
        "per_policy": "*GeneralAggregate_LimitAppliesPerPolicyIndicator",
        "per_project": "*GeneralAggregate_LimitAppliesPerProjectIndicator",
        "per_location": "*GeneralAggregate_LimitAppliesPerLocationIndicator",
        "each_occurrence": "EachOccurrence_LimitAmount",
        "damage_to_rented_premises": "FireDamageRentedPremises_EachOccurrenceLimitAmount",
        "medical_expense": "MedicalExpense_EachPersonLimitAmount",
        "personal_and_advertising_injury": "PersonalAndAdvertisingInjury_LimitAmount",
        "general_aggregate": "GeneralAggregate_LimitAmount",
        "products_completed_operations_aggregate": "ProductsAndCompletedOperations_AggregateLimitAmount",
        "other_label": "OtherCoverageLimitDescription", "other_limit": "OtherCoverageLimitAmount",
    },
    "automobile": {
        "any_auto": "*AnyAutoIndicator", "owned": "*AllOwnedAutosIndicator", "hired": "*HiredAutosIndicator",
        "scheduled": "*ScheduledAutosIndicator", "non_owned": "*NonOwnedAutosIndicator",
        "combined_single_limit": "CombinedSingleLimit_EachAccidentAmount",
        "bodily_injury_per_person": "BodilyInjury_PerPersonLimitAmount",
        "bodily_injury_per_accident": "BodilyInjury_PerAccidentLimitAmount",
        "property_damage": "PropertyDamage_PerAccidentLimitAmount",
    },
    "umbrella": {
        "umbrella": "*Policy_PolicyType_UmbrellaIndicator", "excess": "*Policy_PolicyType_ExcessIndicator",
        "occurrence": "*OccurrenceIndicator", "claims_made": "*ClaimsMadeIndicator",
        "deductible": "*DeductibleIndicator", "retention": "*RetentionIndicator",
        "own_share_amount": "Umbrella_DeductibleOrRetentionAmount",
        "each_occurrence": "Umbrella_EachOccurrenceAmount", "aggregate": "Umbrella_AggregateAmount",
    },
    "workers_compensation": {
        "anyone_excluded": "AnyPersonsExcludedIndicator", "per_statute": "*WorkersCompensationStatutoryLimitIndicator",
        "each_accident": "EmployersLiability_EachAccidentLimitAmount",
        "disease_each_employee": "EmployersLiability_DiseaseEachEmployeeLimitAmount",
        "disease_policy_limit": "EmployersLiability_DiseasePolicyLimitAmount",
    },
    "other": {
        "name": "OtherPolicyDescription", "limit_0_label": "CoverageCode", "limit_0": "CoverageLimitAmount",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One field: x and y from the left and the top. `key`: what it stands for, "" for nothing that a name could say."""

    key: str
    name: str
    x: float
    y: float
    w: float = CELL
    h: float = DEPTH
    tick: bool = False
    flags: int = 0


def _bases() -> Iterable[tuple[str, str, str]]:
    """Key, middle of the name ("*" begins a check box), letter at its end."""
    yield "issued_on", "Form_CompletionDate", "A"
    yield "number", "CertificateOfInsurance_CertificateNumberIdentifier", "A"
    yield "revision", "CertificateOfInsurance_RevisionNumberIdentifier", "A"
    yield "signature", "Producer_AuthorizedRepresentative_Signature", "A"
    for party, words in (
        ("producer", "Producer"),
        ("insured", "NamedInsured"),
        ("holder", "CertificateHolder"),
    ):
        for key, part in _PARTY.items():
            yield f"{party}.{key}", f"{words}_{part}", "A"
    yield "producer.phone", "Producer_ContactPerson_PhoneNumber", "A"
    yield "producer.email", "Producer_ContactPerson_EmailAddress", "A"
    for letter in "ABCD":
        yield f"insurer.{letter}.name", "Insurer_FullName", letter
        yield f"insurer.{letter}.naic", "Insurer_NAICCode", letter
    for slot, (own, line) in _LINES.items():
        for key, words in _ROW.items():
            if (slot, key) != ("workers_compensation", "addl"):
                yield f"{slot}.{key}", words.format(own=own, line=line), "A"
        for key, words in _OWN[slot].items():
            bare = words.lstrip("*")
            named = bare if bare.startswith("Policy_") else f"{own}_{bare}"
            yield f"{slot}.{key}", "*" * (bare != words) + named, "A"


def cells() -> list[Cell]:
    """All fields in their places; every other name has a prefix and an index."""
    made = []
    for n, (key, words, letter) in enumerate(_bases()):
        column, row = n % 2, n // 2
        name = f"{words.lstrip('*')}_{letter}"
        name = f"F[0].P1[0].{name}[0]" if n % 3 else name
        tick = words.startswith("*")
        x, y = COLUMNS[column] + LABEL, TOP + row * PITCH
        made.append(Cell(key, name, x, y, w=DEPTH if tick else CELL, tick=tick))
    x, y, w, h = DESCRIPTION
    return [*made, Cell("description", "F[0].P1[0].Certificate_RemarkText_A[0]", x, y, w, h, flags=MULTILINE)]


def generic(some: Iterable[Cell]) -> list[Cell]:
    """The same form in an older edition, whose names say nothing."""
    return [
        replace(cell, name=f"Text{n}" if not cell.tick else f"Check Box{n}") for n, cell in enumerate(some, 1)
    ]


@dataclass(frozen=True)
class Traps:
    """What is done to the form. `scale`: the page content leaves this matrix behind. `tree`: a name with prefixes is
    that of a field within fields."""

    scale: str = "q 0.12 0 0 0.12 0 0 cm 1 0 0 1 40 40 cm"
    xfa: bool = True
    script: bool = True
    values: bool = True
    offset: tuple[float, float] = (0, 0)
    pages: int = 1
    password: str | None = ""
    tree: bool = True


TRAPS = Traps()
PLAIN = Traps("", False, False, False, password=None, tree=False)


def pdf(fields: Iterable[Cell] | None = None, traps: Traps = TRAPS) -> bytes:
    drawn = cells() if fields is None else list(fields)
    writer = PdfWriter()
    for number in range(traps.pages):
        page = writer.add_blank_page(WIDTH, HEIGHT)
        left, low = traps.offset
        page.mediabox = page.cropbox = RectangleObject((left, low, left + WIDTH, low + HEIGHT))
        content = DecodedStreamObject()
        content.set_data(_content(drawn if number == 0 else [], traps, number))
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/Resources")] = _resources()
    if drawn:
        _add_fields(writer, drawn, traps)
    if traps.script:
        script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('hello');")}
        acts = DictionaryObject({NameObject(name): value for name, value in script.items()})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(acts)
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): acts})
    if traps.password is not None:
        writer.encrypt(traps.password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _resources() -> DictionaryObject:
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    return DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/Own"): font})})


def _content(drawn: list[Cell], traps: Traps, number: int) -> bytes:
    left, low = traps.offset
    rows = [f"1 0 0 1 {left} {low} cm 0.4 w"] if any(traps.offset) else ["0.4 w"]
    rows.append(f"BT /Own 14 Tf 30 {HEIGHT - 40} Td (Sample of a form, page {number + 1}) Tj ET")
    for cell in drawn:
        rows.append(f"{cell.x} {HEIGHT - cell.y - cell.h:.2f} {cell.w} {cell.h} re S")
        label = cell.key.rpartition(".")[2].replace("_", " ")[:22]
        if cell.key != "description":
            rows.append(f"BT /Own 5 Tf {cell.x - LABEL + 2} {HEIGHT - cell.y - 8:.2f} Td ({label}) Tj ET")
    return "\n".join([*rows, traps.scale]).encode()


def _add_fields(writer: PdfWriter, drawn: list[Cell], traps: Traps) -> None:
    page = writer.pages[0]
    listed = ArrayObject()
    for cell in drawn:
        listed.append(writer._add_object(_widget(writer, cell, traps)))
    page[NameObject("/Annots")] = listed
    fields = _grown(writer, listed) if traps.tree else listed
    form = DictionaryObject({NameObject("/Fields"): fields})
    if traps.xfa:
        packet = DecodedStreamObject()
        packet.set_data(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><script>1</script></xdp:xdp>")
        form[NameObject("/XFA")] = writer._add_object(packet)
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)


def _grown(writer: PdfWriter, widgets: ArrayObject) -> ArrayObject:
    """The fields of the form: each prefix becomes a field of its own, that has what it stands before as kids."""
    root = DictionaryObject({NameObject("/Kids"): ArrayObject()})
    writer._add_object(root)
    above: dict[tuple[str, ...], DictionaryObject] = {(): root}
    for widget in widgets:
        *prefixes, own = widget.get_object()["/T"].split(".")
        for depth in range(1, len(prefixes) + 1):
            path = tuple(prefixes[:depth])
            if path not in above:
                node = DictionaryObject({NameObject("/Kids"): ArrayObject()})
                writer._add_object(node)
                above[path] = _hung(node, above[path[:-1]], path[-1])
        _hung(widget.get_object(), above[tuple(prefixes)], own)
    for top in root["/Kids"]:
        del top.get_object()["/Parent"]
    return ArrayObject(root["/Kids"])


def _hung(field: DictionaryObject, parent: DictionaryObject, name: str) -> DictionaryObject:
    field[NameObject("/T")] = TextStringObject(name)
    field[NameObject("/Parent")] = parent.indirect_reference
    parent["/Kids"].append(field.indirect_reference)
    return field


def _widget(writer: PdfWriter, cell: Cell, traps: Traps) -> DictionaryObject:
    left, low = traps.offset
    corners = (cell.x, HEIGHT - cell.y - cell.h, cell.x + cell.w, HEIGHT - cell.y)
    rect = (corners[0] + left, corners[1] + low, corners[2] + left, corners[3] + low)
    made = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Btn" if cell.tick else "/Tx"),
            NameObject("/T"): TextStringObject(cell.name),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): ArrayObject(map(FloatObject, rect)),
            NameObject("/Ff"): NumberObject(cell.flags),
        }
    )
    if cell.tick:
        looks = DictionaryObject(
            {NameObject("/1"): _look(writer, cell, b"OLD"), NameObject("/Off"): _look(writer, cell, b"")}
        )
        made[NameObject("/AP")] = DictionaryObject({NameObject("/N"): looks})
        made[NameObject("/AS")] = NameObject("/1")
    elif traps.values:
        made[NameObject("/V")] = TextStringObject("STALE VALUE")
        made[NameObject("/AP")] = DictionaryObject({NameObject("/N"): _look(writer, cell, b"STALE VALUE")})
    return made


def _look(writer: PdfWriter, cell: Cell, words: bytes) -> DictionaryObject:
    look = DecodedStreamObject()
    look.set_data(b"BT /Own 6 Tf 1 2 Td (%b) Tj ET" % words)
    look[NameObject("/Type")] = NameObject("/XObject")
    look[NameObject("/Subtype")] = NameObject("/Form")
    look[NameObject("/BBox")] = ArrayObject(map(FloatObject, (0, 0, cell.w, cell.h)))
    look[NameObject("/Resources")] = _resources()
    return writer._add_object(look)  # type: ignore[return-value]
