"""What an insured's own people may change: their insured only, and only with the right to do it."""
