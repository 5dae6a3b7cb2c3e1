"""One certificate as a file: ours against libraries, the same marks, taking turns in one run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks import peers
from benchmarks.figures import Figure, spread
from coi_app.documents import freezing, ink, layout, typeface
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.sheet import singly
from coi_app.rules.certificate_content import CertificateContent
from tests.documents import samples

ROUNDS, OURS_A_ROUND, PEERS_A_ROUND = 5, 100, 10

Draw = Callable[[int], bytes]


def measure() -> list[Figure]:
    contents = [_content(number) for number in range(OURS_A_ROUND)]
    press = CertificatePress(contents[0].shared, samples.PICTURES)
    draws: dict[str, Draw] = {"ours, from content to bytes": lambda n: press.draw(contents[n]).whole}
    draws |= _floor(contents) | _peers(contents[:PEERS_A_ROUND])
    taken: dict[str, list[float]] = {name: [] for name in draws}
    for name, draw in draws.items():
        draw(0)  # what is set up once is not counted
        assert draw(1), name
    for _ in range(ROUNDS):
        for place, (name, draw) in enumerate(draws.items()):
            taken[name].append(_milliseconds(draw, PEERS_A_ROUND if place else OURS_A_ROUND))
    ours = statistics.median(next(iter(taken.values())))
    return [_figure(name, times, ours, len(draws[name](1))) for name, times in taken.items()]


def _content(number: int) -> CertificateContent:
    """The fullest sample with another holder, number and code each time."""
    holder = replace(samples.DENSE.holder, name=f"{number:03d} {samples.DENSE.holder.name}")
    url = f"https://coi.northlight.example/v/{7_000_000 + number * 7_919:08d}"
    return replace(samples.DENSE, holder=holder, number=f"NL-260914-{number:03d}", verification_url=url)


def _floor(contents: list[CertificateContent]) -> dict[str, Draw]:
    """What the same marks cost without a file around them: less no way of drawing them in Python can."""
    master = layout.Master(contents[0].shared)
    owns = [master.own(content) for content in contents]
    codes = freezing.freeze(master.plate(owns[0].stance), typeface.LATIN, samples.PICTURES).codes
    return {
        "the floor: composed marks to streams": lambda n: b"".join(
            ink.content(page, codes) for page in owns[n].pages
        )
    }


def _peers(contents: list[CertificateContent]) -> dict[str, Draw]:
    """In the peers' favour: what stands where is worked out beforehand, for ours it counts."""
    master = layout.Master(contents[0].shared)
    owns = [master.own(content) for content in contents]
    common = master.plate(owns[0].stance)
    alone = [[list(singly(page)) for page in own.pages] for own in owns]
    whole = [[[*common, *pages[0]], *pages[1:]] for pages in alone]
    return peers.contenders(common, alone, whole, samples.PICTURES)


def _milliseconds(draw: Draw, count: int) -> float:
    began = time.process_time()
    for number in range(count):
        draw(number)
    return 1000 * (time.process_time() - began) / count


def _figure(name: str, times: list[float], ours: float, size: int) -> Figure:
    middle = statistics.median(times)
    detail = f"{spread(times, 'ms')}; {middle / ours:.1f} times ours; {size:,} bytes"
    return Figure(f"{name}: CPU", middle, "ms", None, detail)
