"""The people of one's own insured who use the portal."""
