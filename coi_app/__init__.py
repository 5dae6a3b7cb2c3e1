"""An insurance agency issues certificates of insurance, and nobody has to doubt them."""
