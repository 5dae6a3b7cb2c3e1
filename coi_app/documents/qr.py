"""QR codes of addresses, fast: at a fixed length and mask a code is affine over GF(2) in its payload's bits.

The first addresses of a length are encoded by segno and kept as an origin and a basis; once the basis spans
the addresses of an installation (about 110 of them), each further code is a handful of XORs. What comes out
is always what segno makes: the shortcut only adds up what it made before.
"""

from dataclasses import dataclass, field

import segno

MASK = 2  # a fixed mask: with the best one of eight the codes would not be affine


@dataclass(frozen=True, slots=True)
class Modules:
    """`rows`: one bit a module, 1 is dark, each row padded to whole bytes, as PDF images have it."""

    side: int
    rows: bytes

    def grid(self) -> list[str]:
        """The same rows as a figure a module."""
        stride = len(self.rows) // self.side
        rows = (self.rows[n * stride : (n + 1) * stride] for n in range(self.side))
        return [f"{int.from_bytes(row):0{8 * stride}b}"[: self.side] for row in rows]


@dataclass
class _Span:
    """The first payload, and matrices as numbers. Threads may add at once: every entry is true by itself.

    `changes`: by place and byte, taken from the basis once, so that a code is an XOR a letter. `fixed`: so many bytes
    at the beginning were the same in all payloads so far.
    """

    side: int
    payload: bytes
    matrix: int
    fixed: int
    basis: dict[int, tuple[int, int]] = field(default_factory=dict)
    changes: dict[tuple[int, int], int] = field(default_factory=dict)


_spans: dict[int, _Span] = {}


def _encode(data: bytes) -> tuple[int, int]:
    """Side and matrix by segno, error level M."""
    code = segno.make(data, error="m", mode="byte", mask=MASK, micro=False, boost_error=False)
    side = len(code.matrix)
    stride = _stride(side)
    rows = (int("".join("1" if bit else "0" for bit in row), 2) << (stride - side) for row in code.matrix)
    matrix = 0
    for row in rows:
        matrix = matrix << stride | row
    return side, matrix


def _stride(side: int) -> int:
    return (side + 7) // 8 * 8


def _payload(address: str) -> bytes:
    return address.encode("utf-8")


def _span(data: bytes) -> _Span:
    span = _spans.get(len(data))
    if span is None:
        side, matrix = _encode(data)
        span = _spans.setdefault(len(data), _Span(side, data, matrix, len(data)))
    return span


def size(address: str) -> int:
    """Modules on a side."""
    return _span(_payload(address)).side


def modules(address: str) -> Modules:
    data = _payload(address)
    span = _span(data)
    fixed = span.fixed
    if data[:fixed] != span.payload[:fixed]:
        fixed = span.fixed = _common_length(data, span.payload)
    matrix, changes = span.matrix, span.changes
    for place in enumerate(data[fixed:], fixed):
        change = changes.get(place)
        matrix ^= _change(span, *place) if change is None else change
    return Modules(span.side, matrix.to_bytes(span.side * _stride(span.side) // 8))


def _common_length(one: bytes, other: bytes) -> int:
    """Of what two different payloads of one length begin with."""
    return next(place for place, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs)


def _change(span: _Span, place: int, byte: int) -> int:
    """What this byte at this place of the first payload changes in its matrix; nothing when it is there anyway."""
    other = span.payload[:place] + bytes([byte]) + span.payload[place + 1 :]
    known = span.changes[place, byte] = _solved(span, other)
    return known


def _solved(span: _Span, data: bytes) -> int:
    """The difference of this payload's matrix: from the basis, else encoded and added to it."""
    rest, change = int.from_bytes(data) ^ int.from_bytes(span.payload), 0
    while rest:
        known = span.basis.get(rest.bit_length())
        if known is None:
            matrix = _encode(data)[1] ^ span.matrix
            span.basis[rest.bit_length()] = (rest, matrix ^ change)
            return matrix
        rest, change = rest ^ known[0], change ^ known[1]
    return change
