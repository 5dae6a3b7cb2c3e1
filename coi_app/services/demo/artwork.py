"""The agency's logo and signature, drawn here and nowhere else."""

import io
import itertools
import math

from PIL import Image, ImageDraw

Point = tuple[float, float]

INK, SLATE, BLACK = (24, 33, 62, 255), (46, 74, 140, 255), (0, 0, 0, 255)
_FINE = 2  # drawn that much larger, then made smaller, so that edges are smooth


def logo() -> bytes:
    """A kestrel over a horizon, wings spread: PNG, 300 × 200, transparent."""
    image = Image.new("RGBA", (600 * _FINE, 400 * _FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for wing in (_WING, [(600 - x, y) for x, y in _WING]):
        pen.polygon(_scaled(_curve(wing)), fill=SLATE)
    pen.polygon(_scaled(_curve(_BODY)), fill=INK)
    pen.polygon(_scaled([(300, 78), (288, 104), (312, 104)]), fill=SLATE)
    pen.rectangle((*_scaled([(60, 352)])[0], *_scaled([(540, 366)])[0]), fill=INK)
    return _png(image.resize((300, 200), Image.Resampling.LANCZOS))


_WING: list[Point] = [
    (292, 150), (230, 96), (150, 74), (40, 104), (104, 128), (82, 150), (138, 160), (122, 184), (180, 186),
    (236, 214), (292, 226),
]  # fmt: skip
_BODY: list[Point] = [
    (300, 84), (326, 112), (330, 168), (320, 232), (346, 318), (318, 304), (300, 330), (282, 304), (254, 318),
    (280, 232), (270, 168), (274, 112),
]  # fmt: skip


def signature() -> bytes:
    """A name as written by hand: PNG, 450 × 130, black on transparent."""
    image = Image.new("RGBA", (900 * _FINE, 260 * _FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for stroke in (_capital(), _running(), _flourish()):
        _write(pen, stroke)
    return _png(image.resize((450, 130), Image.Resampling.LANCZOS))


def _capital() -> list[Point]:
    return _curve(
        [
            (60, 200),
            (86, 120),
            (118, 44),
            (142, 130),
            (156, 176),
            (196, 74),
            (226, 40),
            (236, 120),
            (262, 190),
        ]
    )


def _running() -> list[Point]:
    """Loops that lean to the right and get flatter, as quick writing does."""
    points = []
    for step in range(420):
        turn = step / 420
        angle = turn * 15 * math.pi
        height = 34 * (1 - 0.55 * turn) * (1 + 0.35 * math.sin(turn * 11))
        points.append(
            (262 + 430 * turn + 17 * math.sin(angle + 0.8), 172 - 10 * turn - height * math.cos(angle))
        )
    return points


def _flourish() -> list[Point]:
    return _curve(
        [(694, 150), (760, 128), (840, 118), (700, 214), (430, 226), (330, 232), (520, 220), (810, 206)]
    )


def _curve(corners: list[Point]) -> list[Point]:
    """A smooth line through the corners (Catmull-Rom)."""
    ends = [corners[0], *corners, corners[-1]]
    return [
        _between(ends[place : place + 4], step / 24)
        for place in range(len(corners) - 1)
        for step in range(24)
    ] + [corners[-1]]


def _between(four: list[Point], t: float) -> Point:
    a, b, c, d = four

    def along(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (
            2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3
        )

    return along(a[0], b[0], c[0], d[0]), along(a[1], b[1], c[1], d[1])


def _write(pen: ImageDraw.ImageDraw, stroke: list[Point]) -> None:
    """A nib: thicker going down than going up."""
    for (x1, y1), (x2, y2) in itertools.pairwise(stroke):
        for part in range(6):
            x, y = x1 + (x2 - x1) * part / 6, y1 + (y2 - y1) * part / 6
            radius = 2.1 + max(0.0, min(1.6, (y2 - y1) / 4))
            pen.ellipse(
                ((x - radius) * _FINE, (y - radius) * _FINE, (x + radius) * _FINE, (y + radius) * _FINE),
                fill=INK,
            )


def _scaled(points: list[Point]) -> list[Point]:
    return [(x * _FINE, y * _FINE) for x, y in points]


def _png(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()
