"""The only room that knows Reflex: pages, their states, and the HTTP routes beside them."""
