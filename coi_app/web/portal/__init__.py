"""The insured's door: it sees only what the portal services and queries let through."""
