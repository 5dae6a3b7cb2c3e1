"""Random tokens: whoever has one may do what it was made for."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, fit for a cookie or an address; only its digest is ever stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
