"""Home of the portal."""
