"""The public request link: a holder asks for a certificate of one insured."""
