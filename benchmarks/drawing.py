"""One certificate as a file, and one of many in a combined PDF: ours against libraries, the same marks, taking turns in
one run."""

import io
import itertools
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks import peers
from benchmarks.figures import Figure, spread
from coi_app.documents import freezing, ink, layout, typeface
from coi_app.documents.certificate import RENDERER, CertificatePress
from coi_app.documents.combined import CombinedPdf
from coi_app.documents.pdf_objects import soon_deflated, stream
from coi_app.documents.sheet import Mark, singly
from coi_app.rules.certificate_content import CertificateContent
from tests.documents import samples

ROUNDS, OURS_A_ROUND, PEERS_A_ROUND = 5, 250, 10
SAMPLES = {"one full page": replace(samples.DRAFT, number="NL-1"), "two pages, long names": samples.DENSE}
PIKEPDF = "pikepdf, an fpdf2 page laid over"

Work = Callable[[int], int]  # does the certificates of a round; gives the bytes it made
Rounds = Sequence[Sequence[CertificateContent]]


@dataclass(frozen=True)
class Contents:
    """Other holders, numbers and codes each time. `own` and `common` are composed beforehand, for the peers."""

    contents: Sequence[CertificateContent]
    own: Sequence[Sequence[Sequence[Mark]]]
    common: Sequence[Mark]


def measure() -> list[Figure]:
    return [figure for words, sample in SAMPLES.items() for figure in _measure(words, sample)]


def _measure(words: str, sample: CertificateContent) -> list[Figure]:
    holders = itertools.count()

    def rounds() -> Rounds:
        """Holders whom nobody had before: what was measured of a name once is known the second time."""
        return [[_content(sample, next(holders)) for _ in range(OURS_A_ROUND)] for _ in range(ROUNDS + 1)]

    return [
        *_figures(f"{words}, a file each", _single_files(rounds(), rounds())),
        *_figures(f"{words}, in one PDF", _one_pdf(rounds(), rounds())),
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


def _single_files(rounds: Rounds, of_floor: Rounds) -> dict[str, tuple[Work, int]]:
    press, composed = CertificatePress(rounds[0][0].shared, samples.PICTURES), _composed(rounds[0])
    whole = [[[*composed.common, *pages[0]], *pages[1:]] for pages in composed.own]
    draws = peers.contenders(composed.common, composed.own, whole, samples.PICTURES)
    return {
        "ours, from content to bytes": (
            lambda turn: sum(len(press.draw(one).whole) for one in rounds[turn]),
            OURS_A_ROUND,
        ),
        "the floor, the same streams without a file": (_floor(of_floor), OURS_A_ROUND),
    } | {name: (_drawn_by(draw), PEERS_A_ROUND) for name, draw in draws.items()}


def _drawn_by(draw: Callable[[int], bytes]) -> Work:
    return lambda _: sum(len(draw(number)) for number in range(PEERS_A_ROUND))


def _one_pdf(rounds: Rounds, of_floor: Rounds) -> dict[str, tuple[Work, int]]:
    composed, press = _composed(rounds[0]), CertificatePress(rounds[0][0].shared, samples.PICTURES)
    return {
        "ours, from content to bytes": (lambda turn: _joined(press, rounds[turn]), OURS_A_ROUND),
        "the floor, the same streams without a file": (_floor(of_floor, soon_deflated), OURS_A_ROUND),
        PIKEPDF: (
            lambda _: peers.joined_by_pikepdf(composed.common, composed.own, samples.PICTURES),
            OURS_A_ROUND,
        ),
    }


def _joined(press: CertificatePress, contents: Sequence[CertificateContent]) -> int:
    """As a batch does it: all of a step are drawn, then they are joined."""
    file = io.BytesIO()
    made, drawn = CombinedPdf(file, "All"), [press.draw(one) for one in contents]
    for content, one in zip(contents, drawn, strict=True):
        made.add(one, content.holder.name)
    made.finish()
    return len(file.getvalue())


def _floor(rounds: Rounds, written: Callable[[bytes], bytes] = stream) -> Work:
    """From content to the same streams, with no file around them: less no way of drawing them in Python can do.

    What all have alike is in a file of all once, deflated: it is not counted.
    """
    master = layout.Master(rounds[0][0].shared)
    first = master.own(rounds[0][0])
    marks = master.plate(first.stance)
    codes = freezing.freeze(marks, typeface.LATIN, samples.PICTURES, RENDERER).codes

    def streams(content: CertificateContent) -> int:
        inked = [ink.page(page, codes) for page in master.own(content).pages]
        return sum(len(written(page.own)) + len(page.alike) for page in inked)

    return lambda turn: sum(map(streams, rounds[turn]))


def _composed(contents: Sequence[CertificateContent]) -> Contents:
    """In the peers' favour: what stands where is worked out beforehand, for ours it counts."""
    master = layout.Master(contents[0].shared)
    owns = [master.own(content) for content in contents]
    alone = [[list(singly(page)) for page in own.pages] for own in owns]
    return Contents(contents, alone, tuple(singly(master.plate(owns[0].stance))))


def _figures(words: str, contenders: dict[str, tuple[Work, int]]) -> list[Figure]:
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    sizes = {
        name: work(0) // count for name, (work, count) in contenders.items()
    }  # what is set up once is not counted
    for turn in range(1, ROUNDS + 1):
        for name, (work, count) in contenders.items():
            work(0)  # not to pay for what the one before left in the processor's caches
            began = time.process_time()
            work(turn)
            taken[name].append(1000 * (time.process_time() - began) / count)
    ours = statistics.median(next(iter(taken.values())))
    return [_figure(f"{words}: {name}", times, ours, sizes[name]) for name, times in taken.items()]


def _figure(name: str, times: list[float], ours: float, size: int) -> Figure:
    middle = statistics.median(times)
    detail = f"{spread(times, 'ms')}; {1000 / middle:,.0f} a CPU-second; {middle / ours:.2g} times ours; {size:,} bytes"
    return Figure(f"{name}: CPU", middle, "ms", None, detail)
