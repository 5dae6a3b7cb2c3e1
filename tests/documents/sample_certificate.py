"""The certificate that the sign-in page shows: an issued one of the demo agency, by the real press.

python -m tests.documents.sample_certificate assets/sample-certificate.webp    (needs pdftoppm)
"""

import hashlib
import io
import subprocess
import sys
from datetime import date
from pathlib import Path

from PIL import Image

from coi_app.documents.certificate import CertificatePress
from coi_app.rules import certificate_content as paper
from coi_app.rules import coverage as cover
from coi_app.rules.certificate_content import Address, Insurer
from coi_app.services.demo import artwork
from tests.documents import samples

DPI = 144
PICTURES = {hashlib.sha256(data).hexdigest(): data for data in (artwork.logo(), artwork.signature())}
LOGO_SHA256, SIGNATURE_SHA256 = PICTURES
JULY, OCTOBER = date(2025, 7, 1), date(2025, 10, 1)

CONTENT = paper.CertificateContent(
    shared=paper.SharedContent(
        producer=paper.Producer(
            "Kestrel & Vane Insurance",
            Address("214 W Idaho Street", "", "Boise", "ID", "83702"),
            contact="Maya Okafor",
            phone="(208) 555-0109",
            fax="(208) 555-0110",
            email="certificates@kestrelvane.example",
            representative="Maya Okafor",
            logo_sha256=LOGO_SHA256,
            signature_sha256=SIGNATURE_SHA256,
        ),
        insured=paper.InsuredShown(
            "Redwood Ridge Builders LLC", "", Address("3175 E Boise Avenue", "", "Boise", "ID", "83706")
        ),
        insurers=(
            Insurer("A", "Cobalt Ridge Casualty Co", "99104"),
            Insurer("B", "Lodestar Indemnity Co", "99217"),
            Insurer("C", "Great Basin Workers Mutual", "99340"),
        ),
        policies=(
            samples.policy(1, "A", "GLP-4471902-03", cover.GeneralLiability(
                aggregate_per=cover.AggregatePer.PROJECT,
                each_occurrence=1_000_000,
                damage_to_rented_premises=300_000,
                medical_expense=10_000,
                personal_and_advertising_injury=1_000_000,
                general_aggregate=2_000_000,
                products_completed_operations_aggregate=2_000_000), JULY),
            samples.policy(2, "A", "BAP-2290417-03", cover.Automobile(
                any_auto=True, combined_single_limit=1_000_000), JULY),
            samples.policy(3, "B", "UMB-0087316-02", cover.Umbrella(
                own_share=cover.OwnShare.RETENTION,
                own_share_amount=10_000,
                each_occurrence=5_000_000,
                aggregate=5_000_000), JULY),
            samples.policy(4, "C", "WC-61-3380925", cover.WorkersCompensation(
                anyone_excluded=False,
                each_accident=1_000_000,
                disease_each_employee=1_000_000,
                disease_policy_limit=1_000_000), OCTOBER),
        ),
    ),
    holder=paper.HolderShown(
        "Halvorsen Property Group LLC",
        "Attn: Risk Management",
        Address("800 W Main Street, Suite 1460", "", "Boise", "ID", "83702"),
    ),
    boxes=samples.boxes((1, "Y", "Y"), (3, "Y", ""), (4, "-", "")),
    description="Project: Cedar Street Lofts, 411 Cedar Street, Boise. Framing and exterior envelope.\n"
    "Halvorsen Property Group LLC is an additional insured for ongoing and completed operations where "
    "required by written contract, per CG 20 10 04 13 and CG 20 37 04 13. General liability carries "
    "CG 22 94 10 01, exclusion of damage to work performed by subcontractors on your behalf.",
    number="KV-26-04813",
    issued_on=date(2026, 3, 5),
    verification_url="https://coi.kestrelvane.example/v/7H3KQ9RT2MXW5C8P",
)  # fmt: skip


def pdf() -> bytes:
    return CertificatePress(CONTENT.shared, PICTURES).draw(CONTENT).whole


def webp() -> bytes:
    command = ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", "-"]
    png = subprocess.run(command, input=pdf(), stdout=subprocess.PIPE, check=True).stdout
    made = io.BytesIO()
    with Image.open(io.BytesIO(png)) as page:
        plain = page.convert("RGB").quantize(palette=_palette(), dither=Image.Dither.NONE)
    plain.convert("RGB").save(made, "WEBP", lossless=True, method=6)
    return made.getvalue()


def _palette() -> Image.Image:
    """Five grays, the logo's two blues and a step to white of each: crisper than a lossy picture, a third the size."""
    steps = [(round(255 * n / 4),) * 3 for n in range(5)]
    for blue in (artwork.INK[:3], artwork.SLATE[:3]):
        steps += [tuple(round(part + (255 - part) * n / 2) for part in blue) for n in range(2)]
    image = Image.new("P", (1, 1))
    image.putpalette([part for step in steps for part in step])
    return image


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(webp())
