"""One certificate as a file, and one of many in a combined PDF: ours against libraries, the same marks, taking turns in
one run."""

import io
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks import peers
from benchmarks.figures import Figure, spread
from coi_app.documents import freezing, ink, layout, typeface
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.combined import CombinedPdf
from coi_app.documents.pdf_objects import stream
from coi_app.documents.sheet import Mark, singly
from coi_app.rules.certificate_content import CertificateContent
from tests.documents import samples

ROUNDS, OURS_A_ROUND, PEERS_A_ROUND = 5, 100, 10
SAMPLES = {"one full page": replace(samples.DRAFT, number="NL-1"), "two pages, long names": samples.DENSE}
PIKEPDF = "pikepdf, an fpdf2 page laid over"

Work = Callable[[], int]  # gives the bytes it made


@dataclass(frozen=True)
class Contents:
    """Other holders, numbers and codes each time. `own` and `common` are composed beforehand, for the peers."""

    contents: Sequence[CertificateContent]
    own: Sequence[Sequence[Sequence[Mark]]]
    common: Sequence[Mark]


def measure() -> list[Figure]:
    return [figure for words, sample in SAMPLES.items() for figure in _measure(words, sample)]


def _measure(words: str, sample: CertificateContent) -> list[Figure]:
    ours = [_content(sample, number) for number in range(OURS_A_ROUND)]
    single, joined = _single_files(ours), _one_pdf(ours)
    return [
        *_figures(f"{words}, a file each", single),
        *_figures(f"{words}, in one PDF", joined),
    ]


def _content(sample: CertificateContent, number: int) -> CertificateContent:
    holder = replace(sample.holder, name=f"{number:03d} {sample.holder.name}")
    url = f"https://coi.northlight.example/v/{7_000_000 + number * 7_919:08d}"
    return replace(
        sample,
        holder=holder,
        number=f"NL-260914-{number:03d}",
        verification_url=url,
        issued_on=samples.ISSUED_ON,
    )


def _single_files(contents: list[CertificateContent]) -> dict[str, tuple[Work, int]]:
    press, composed = CertificatePress(contents[0].shared, samples.PICTURES), _composed(contents)
    whole = [[[*composed.common, *pages[0]], *pages[1:]] for pages in composed.own]
    draws = peers.contenders(composed.common, composed.own, whole, samples.PICTURES)
    return {
        "ours, from content to bytes": (
            lambda: sum(len(press.draw(one).whole) for one in contents),
            OURS_A_ROUND,
        ),
        "the floor, the same streams without a file": (_floor(contents), OURS_A_ROUND),
    } | {name: (_drawn_by(draw), PEERS_A_ROUND) for name, draw in draws.items()}


def _drawn_by(draw: Callable[[int], bytes]) -> Work:
    return lambda: sum(len(draw(number)) for number in range(PEERS_A_ROUND))


def _one_pdf(contents: list[CertificateContent]) -> dict[str, tuple[Work, int]]:
    composed, press = _composed(contents), CertificatePress(contents[0].shared, samples.PICTURES)
    return {
        "ours, from content to bytes": (lambda: _joined(press, contents), OURS_A_ROUND),
        "the floor, the same streams without a file": (_floor(contents, level=6), OURS_A_ROUND),
        PIKEPDF: (
            lambda: peers.joined_by_pikepdf(composed.common, composed.own, samples.PICTURES),
            OURS_A_ROUND,
        ),
    }


def _joined(press: CertificatePress, contents: list[CertificateContent]) -> int:
    file = io.BytesIO()
    made = CombinedPdf(file, "All")
    for one in contents:
        made.add(press.draw(one), one.holder.name)
    made.finish()
    return len(file.getvalue())


def _floor(contents: list[CertificateContent], level: int = 0) -> Work:
    """From content to the same streams, with no file around them: less no way of drawing them in Python can do."""
    master = layout.Master(contents[0].shared)
    first = master.own(contents[0])
    codes = freezing.freeze(master.plate(first.stance), typeface.LATIN, samples.PICTURES).codes

    def streams(content: CertificateContent) -> int:
        return sum(len(stream(ink.content(page, codes), level)) for page in master.own(content).pages)

    return lambda: sum(map(streams, contents))


def _composed(contents: list[CertificateContent]) -> Contents:
    """In the peers' favour: what stands where is worked out beforehand, for ours it counts."""
    master = layout.Master(contents[0].shared)
    owns = [master.own(content) for content in contents]
    alone = [[list(singly(page)) for page in own.pages] for own in owns]
    return Contents(contents, alone, master.plate(owns[0].stance))


def _figures(words: str, contenders: dict[str, tuple[Work, int]]) -> list[Figure]:
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    sizes = {
        name: work() // count for name, (work, count) in contenders.items()
    }  # what is set up once is not counted
    for _ in range(ROUNDS):
        for name, (work, count) in contenders.items():
            began = time.process_time()
            work()
            taken[name].append(1000 * (time.process_time() - began) / count)
    ours = statistics.median(next(iter(taken.values())))
    return [_figure(f"{words}: {name}", times, ours, sizes[name]) for name, times in taken.items()]


def _figure(name: str, times: list[float], ours: float, size: int) -> Figure:
    middle = statistics.median(times)
    detail = f"{spread(times, 'ms')}; {middle / ours:.2g} times ours; {size:,} bytes"
    return Figure(f"{name}: CPU", middle, "ms", None, detail)
