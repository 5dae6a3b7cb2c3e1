"""The agency's desk: a folder a screen, with page or panel, state, and parts by name."""
