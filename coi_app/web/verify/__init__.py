"""What the public sees: the standing of one certificate, and whether a file is its original."""
