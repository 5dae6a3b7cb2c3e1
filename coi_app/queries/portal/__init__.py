"""What an insured's own people may look at: everything narrowed to their insured, each look asks for its right."""
