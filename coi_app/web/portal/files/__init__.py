"""The papers that the agency shares, and those that are sent to it."""
