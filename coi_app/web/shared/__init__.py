"""The design system: values and handlers in, component out. Holds no state and asks no service."""
