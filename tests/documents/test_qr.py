"""The shortcut to a QR code gives what the encoder gives."""

import random

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as some

from coi_app.documents import qr

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def encoded(address: str) -> list[list[int]]:
    code = segno.make(address.encode(), error="m", mode="byte", mask=qr.MASK, micro=False, boost_error=False)
    return [list(row) for row in code.matrix]


def unpacked(modules: qr.Modules) -> list[list[int]]:
    stride = len(modules.rows) // modules.side
    rows = (modules.rows[n * stride : (n + 1) * stride] for n in range(modules.side))
    return [[row[n // 8] >> (7 - n % 8) & 1 for n in range(modules.side)] for row in rows]


@pytest.mark.parametrize(
    "prefix", ["https://coi.example/v/", "https://certificates.kestrel-and-vane.example/v/"]
)
def test_three_hundred_tokens_equal_the_encoder(prefix: str) -> None:
    chosen = random.Random(7)
    for _ in range(300):
        address = prefix + "".join(chosen.choices(ALPHABET, k=16))
        assert unpacked(qr.modules(address)) == encoded(address)
        assert qr.size(address) == len(encoded(address))


def test_the_encoder_is_asked_no_more_than_the_token_has_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    encode = qr._encode
    monkeypatch.setattr(qr, "_encode", lambda data: asked.append(data) or encode(data))
    chosen = random.Random(8)
    for _ in range(400):
        qr.modules("https://only-here.example/verify/" + "".join(chosen.choices(ALPHABET, k=16)))
    assert len(asked) <= 16 * 7 + 1


@given(some.text(min_size=1, max_size=60))
def test_any_address_equals_the_encoder(address: str) -> None:
    assert unpacked(qr.modules(address)) == encoded(address)
