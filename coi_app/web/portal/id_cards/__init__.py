"""The auto ID cards of the insured."""
