"""The entry: the application, its pages and its HTTP routes. Nothing else."""

import reflex as rx


def home() -> rx.Component:
    return rx.el.main(rx.heading("Certificates of insurance"))


app = rx.App()
app.add_page(home, route="/", title="Home")
