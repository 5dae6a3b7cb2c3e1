"""The certificates that were sent for the insured."""
