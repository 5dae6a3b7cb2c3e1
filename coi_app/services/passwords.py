"""Hashing for the edge, which may not reach the adapters. 45 ms: in a thread, outside a transaction."""

from coi_app.adapters import passwords


def hashed(password: str) -> str:
    return passwords.hashed(password)
