"""The policies of the insured."""
