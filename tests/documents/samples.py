"""Certificates to draw: a full one, a short one, one in other alphabets. Nobody in them is real."""

import hashlib
import io
import math
from dataclasses import replace
from datetime import date

from PIL import Image, ImageDraw

from coi_app.rules import certificate_content as paper
from coi_app.rules import coverage as cover
from coi_app.rules.certificate_content import Address, Boxes, Insurer, PolicyShown


def _png(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def _logo() -> bytes:
    image = Image.new("RGBA", (620, 390), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.pieslice((110, 20, 510, 420), 180, 360, fill="black")
    pen.pieslice((190, 100, 430, 340), 180, 360, fill="white")
    pen.rectangle((40, 270, 580, 310), fill="black")
    return _png(image)


def _signature() -> bytes:
    image = Image.new("RGB", (900, 240), "white")
    swings = ((40 + 8 * n, 120 + 70 * math.sin(n / 4) * math.cos(n / 19)) for n in range(100))
    ImageDraw.Draw(image).line(list(swings), fill="black", width=7, joint="curve")
    return _png(image)


LOGO, SIGNATURE = _logo(), _signature()
PICTURES = {hashlib.sha256(data).hexdigest(): data for data in (LOGO, SIGNATURE)}
LOGO_SHA256, SIGNATURE_SHA256 = PICTURES

AGENCY = paper.Producer(
    name="Northlight Insurance Advisors, Inc.",
    address=Address("2400 Harbor Point Drive", "Suite 310", "Portland", "OR", "97201"),
    contact="Dana Whitfield, CIC",
    phone="(503) 555-0148",
    fax="(503) 555-0190",
    email="certificates@northlight-advisors.example",
    representative="Dana Whitfield",
    logo_sha256=LOGO_SHA256,
    signature_sha256=SIGNATURE_SHA256,
)
SPRING, SUMMER, NEW_YEAR = date(2026, 3, 1), date(2026, 6, 1), date(2026, 1, 1)
ISSUED_ON = date(2026, 11, 21)


def policy(
    policy_id: int,
    letter: str,
    number: str,
    coverage: cover.Coverage,
    start: date = SPRING,
    pending: bool = False,
) -> PolicyShown:
    line = next(line for line, kind in cover.COVERAGE_OF.items() if isinstance(coverage, kind))
    ends = start.replace(year=start.year + 1)
    return PolicyShown(policy_id, line, letter, number, start, ends, coverage, pending)


def boxes(*marks: tuple[int, str, str]) -> tuple[Boxes, ...]:
    return tuple(Boxes(number, paper.Box(addl), paper.Box(subr)) for number, addl, subr in marks)


def other(name: str, text: str, **limits: int) -> cover.OtherCoverage:
    named = tuple(cover.ExtraLimit(label.replace("_", " "), amount) for label, amount in limits.items())
    return cover.OtherCoverage(name, text, limits=named)


GENERAL = cover.GeneralLiability(
    option_one="XCU included",
    option_two="Contractual liability",
    aggregate_per=cover.AggregatePer.PROJECT,
    each_occurrence=2_000_000,
    damage_to_rented_premises=300_000,
    medical_expense=10_000,
    personal_and_advertising_injury=2_000_001,
    general_aggregate=4_000_000,
    products_completed_operations_aggregate=4_000_001,
    other_label="Employee benefits, each claim",
    other_limit=1_000_001,
)
AUTO = cover.Automobile(
    any_auto=True,
    option_one="MCS-90",
    option_two="Hired physical damage",
    combined_single_limit=1_000_002,
    other_label="Uninsured motorist",
    other_limit=1_000_003,
)
EXCESS = cover.Umbrella(
    own_share=cover.OwnShare.RETENTION,
    own_share_amount=10_001,
    each_occurrence=10_000_000,
    aggregate=10_000_001,
)
WORKERS = cover.WorkersCompensation(
    anyone_excluded=True,
    each_accident=1_000_004,
    disease_each_employee=1_000_005,
    disease_policy_limit=1_000_006,
)
DESCRIPTION = """\
RE: Job 24-117, Riverbend Tower, 1200 SW Riverbend Parkway, Portland, OR 97239. Contract dated \
02/12/2026.
Riverbend Development Partners LLC, Cascade Pacific General Contractors, Inc., their officers, \
directors, employees and agents are additional insureds on the general liability policy for ongoing \
operations (CG 20 10 12 19) and completed operations (CG 20 37 12 19), where required by written \
contract executed before the loss. General liability is primary and non-contributory to any other \
insurance available to the additional insureds (CG 20 01 12 19). General aggregate applies per project \
(CG 25 03 05 09).
Automobile: designated insured endorsement CA 20 48 10 13 applies to the same parties, and MCS-90 is \
attached. Waiver of subrogation applies in their favor on general liability (CG 24 04 12 19), automobile \
(CA 04 44 10 13) and workers’ compensation (WC 00 03 13).
Umbrella follows form over general liability, automobile and employers’ liability. Workers’ \
compensation: officers Marcus J. Thornbury (President) and Elena V. Thornbury (Secretary) are excluded \
by election on file with the carrier.
Equipment on site: one Manitowoc MLC165 crawler crane, serial 16501187; two Genie S-65 XC boom lifts, \
serials S65XCH-41988 and S65XCH-42017; one Caterpillar 336 excavator, serial CAT00336KYKY10442. Rigging \
liability sublimit of 500,000 applies to lifted property of others.
Pollution: contractors’ pollution liability includes mold and transportation of job-site waste; non-\
owned disposal sites are scheduled on the policy. Professional liability is claims-made with a \
retroactive date of 06/01/2014.
Restrictions on the general liability policy: residential habitational exclusion CG 22 94 10 01 and \
exterior insulation and finish systems exclusion CG 21 86 12 04 apply; prior work is not covered where \
completed before 03/01/2019.
Thirty days’ notice of cancellation, ten days for non-payment of premium, is granted to the holder on \
general liability only, by endorsement NL 10 33 01 22."""

DENSE = paper.CertificateContent(
    shared=paper.SharedContent(
        producer=AGENCY,
        insured=paper.InsuredShown(
            "Thornbury & Sons Structural Steel Erection and Crane Rental, LLC",
            "Thornbury Steel",
            Address("18850 Industrial Way NE, Building C", "", "Clackamas", "OR", "97015-4410"),
        ),
        insurers=(
            Insurer("A", "Harbor Mutual Casualty Company", "10472"),
            Insurer("B", "National Frontier Fire Insurance Company of Pittsburgh, Pa.", "19445"),
            Insurer("C", "Great Basin Indemnity Insurance Company", "22667"),
            Insurer("D", "Oregon State Accident & Compensation Fund", "36196"),
            Insurer("E", "Lakeshore Specialty Lines Insurance Company", "44520"),
            Insurer("F", "Meridian Excess & Surplus Insurance SE", "38318"),
        ),
        policies=(
            policy(1, "A", "GLP-0048821-06", GENERAL),
            policy(2, "B", "BAP 7719-3304-26", AUTO),
            policy(3, "C", "UMB-20260301-0007743", EXCESS),
            policy(4, "D", "WC 550-118-2026", WORKERS, NEW_YEAR),
            policy(5, "E", "CPL-883012", other(
                "Pollution", "Contractors’ pollution liability, occurrence form",
                Each_pollution_condition=2_000_007, Aggregate=2_000_008, Retention=25_000)),
            policy(6, "F", "MES-PL-104477-26", other(
                "Professional",
                "Contractors’ professional liability, claims-made, retroactive date 06/01/2014",
                Each_claim=3_000_000, Aggregate=3_000_001, Retention=50_000), SUMMER),
            policy(7, "F", "MES-CY-220981-26", other(
                "Cyber", "Network security and privacy, claims-made",
                Each_claim=1_000_009, Aggregate=1_000_010), SUMMER),
            policy(8, "E", "IM-4471920", other(
                "Riggers", "Riggers’ liability, property of others while lifted",
                Any_one_lift=500_000, Deductible=10_002)),
        ),
    ),
    holder=paper.HolderShown(
        "Cascade Pacific General Contractors, Inc. and Riverbend Development Partners LLC",
        "Attn: Subcontractor Compliance, Mail Stop 4B",
        Address("1200 SW Riverbend Parkway", "Floor 18", "Portland", "OR", "97239-3102"),
    ),
    boxes=boxes((1, "Y", "Y"), (2, "Y", "Y"), (3, "Y", ""), (4, "-", "Y"), (5, "Y", ""), (8, "", "Y")),
    description=DESCRIPTION,
    number="NL-260914-07",
    revision=2,
    issued_on=ISSUED_ON,
    verification_url="https://coi.northlight.example/v/7KQ2M9XT",
)  # fmt: skip

MINIMAL = paper.CertificateContent(
    shared=paper.SharedContent(
        producer=replace(
            AGENCY,
            address=Address("2400 Harbor Point Drive, Suite 310", "", "Portland", "OR", "97201"),
            fax="",
        ),
        insured=paper.InsuredShown(
            "Elm Street Holdings LLC", "", Address("77 Elm Street", "", "Salem", "OR", "97301")
        ),
        insurers=(Insurer("A", "Harbor Mutual Casualty Company", "10472"),),
        policies=(
            policy(
                1,
                "A",
                "BOP-1140882",
                cover.GeneralLiability(
                    aggregate_per=cover.AggregatePer.LOCATION,
                    each_occurrence=1_000_000,
                    damage_to_rented_premises=100_000,
                    medical_expense=5_000,
                    personal_and_advertising_injury=1_000_000,
                    general_aggregate=2_000_000,
                    products_completed_operations_aggregate=2_000_000,
                ),
                date(2026, 5, 15),
            ),
        ),
    ),
    holder=paper.HolderShown(
        "First Cascade Savings Bank", "ISAOA", Address("PO Box 4410", "", "Bend", "OR", "97709")
    ),
    boxes=boxes((1, "Y", "")),
    description="Location: 77 Elm Street, Salem, OR 97301 (apartment building, 12 units). "
    "Loan number 2026-00418.\n"
    "First Cascade Savings Bank is an additional insured as mortgagee (CG 20 18 12 19).",
    number="NL-260915-01",
    issued_on=ISSUED_ON,
    verification_url="https://coi.northlight.example/v/H4WX80PB",
)

NAMES = replace(
    DENSE,
    shared=paper.SharedContent(
        producer=AGENCY,
        insured=paper.InsuredShown(
            "Przedsiębiorstwo Żurawie Łódzkie Sp. z o.o.",
            "",
            Address("ul. Świętojańska 14 lok. 3, Łódź", "c/o Gdańsk Cranes", "Chicago", "IL", "60641"),
        ),
        insurers=(
            Insurer("A", "Towarzystwo Ubezpieczeń Śląsk S.A.", "99871"),
            Insurer("B", "Εθνική Ασφαλιστική Α.Ε.Ε.Γ.Α.", "99872"),
            Insurer("C", "Česká pojišťovna Žižkov a.s.", "99873"),
        ),
        policies=(
            policy(1, "A", "GLP-0048821-06", replace(
                GENERAL, trigger=cover.Trigger.CLAIMS_MADE, option_one="", option_two="",
                aggregate_per=cover.AggregatePer.OTHER, aggregate_per_other="Żuraw / vessel",
                other_label="", other_limit=None)),
            policy(2, "B", "ΑΥΤ-77190", cover.Automobile(
                owned=True, hired=True, non_owned=True, bodily_injury_per_person=250_000,
                bodily_injury_per_accident=500_000, property_damage=100_000)),
            policy(3, "C", "UMB-ŁÓDŹ-7743", cover.Umbrella(
                excess=True, trigger=cover.Trigger.CLAIMS_MADE, own_share=cover.OwnShare.DEDUCTIBLE,
                own_share_amount=25_000, each_occurrence=5_000_000, aggregate=5_000_000),
                date(2026, 12, 15), True),
            policy(4, "A", "WC 550-118-2026", replace(WORKERS, anyone_excluded=False), NEW_YEAR),
            policy(5, "B", "ΦΟΡ-2026/114", other(
                "Cargo", "Φορτίο: motor truck cargo, owner’s goods",
                Any_one_vehicle=250_000, Deductible=2_500)),
        ),
    ),
    holder=paper.HolderShown(
        "Παπαδόπουλος & Ζαχαρίας Ναυτιλιακή Α.Ε.",
        "Υπόψη: Ελένη Χατζηγεωργίου",
        Address("1450 Astoria Boulevard", "", "Queens", "NY", "11102"),
    ),
    boxes=boxes((1, "Y", "Y"), (4, "-", "Y")),
    description="Projekt: montaż żurawi wieżowych, plac budowy Astoria. Właściciel: Παπαδόπουλος & Ζαχαρίας. "
    "Additional insured where required by written contract (CG 20 10 12 19). "
    "Źródło: umowa nr 17/2026 z dnia 02/12/2026.",
    number="NL-260916-12",
    revision=0,
    verification_url="https://coi.northlight.example/v/Q1ZT6M2D",
)  # fmt: skip

DRAFT = replace(
    DENSE,
    shared=replace(DENSE.shared, policies=DENSE.shared.policies[:5]),
    description="RE: Job 24-117, Riverbend Tower. Cascade Pacific General Contractors, Inc. is an additional "
    "insured on the general liability policy for ongoing operations (CG 20 10 12 19) where required by "
    "written contract.",
)
