"""The rows of a grid, of which those that a window shows are drawn first."""

from reflex_base.components.component import MemoizationLeaf

from coi_app.web.shared import scripts


class RowsInView(MemoizationLeaf):
    """`RowsInView.create(rx.foreach(...))`; see docs/decisions for why it has a JavaScript file."""

    library = scripts.beside(__name__, "rows_in_view.jsx")
    tag = "RowsInView"
