"""Password hashes (argon2id, 19 MiB, t=2, p=1). Hashing takes about 45 ms: call it in a thread."""

import secrets
from functools import cache

from passlib.hash import argon2

_HASHER = argon2.using(type="ID", time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(password: str) -> str:
    return str(_HASHER.hash(password))


def matches(password: str, stored_hash: str) -> bool:
    """Whether the password is the one; without a stored hash it takes the same time and is False."""
    if not stored_hash:
        _HASHER.verify(password, _nobody())
        return False
    return bool(_HASHER.verify(password, stored_hash))


@cache
def _nobody() -> str:
    return hashed(secrets.token_urlsafe(16))
