"""Matching the fields of a form: its page with every field marked, and what stands in each."""

import itertools

import reflex as rx

from coi_app.rules.licensed_forms import MEANINGS, FieldKind, may_stand
from coi_app.web import routes
from coi_app.web.agency import form_fields, frame
from coi_app.web.agency.settings.matching_state import ALL, CHOSEN, OPEN, FieldLine, MatchingState, Spot
from coi_app.web.shared import button, card, fields, link, notice, tabs

Match = MatchingState
FORM = "match_form"
COMPLETE = (
    "Masters can be printed on this form. What has no field is said in the description or on a further page."
)
form = form_fields.Form(Match.values, Match.problems, Match.form_round)
may_change = frame.may("settings:change") & ~Match.retired


def view() -> rx.Component:
    back = routes.with_query(routes.SETTINGS, {"tab": "forms"})
    return rx.el.div(
        rx.el.div(link.link("All forms", href=back, class_name="link medium")),
        rx.cond(Match.form > 0, rx.el.div(_paper(), _side(), class_name="match-columns")),
        class_name="stack",
    )


def _paper() -> rx.Component:
    picture = rx.el.img(src=Match.picture, alt="The first page of the form", class_name="match-picture")
    code = rx.el.span("Code", class_name="match-code", aria_hidden="true", style=_placed(Match.code))
    return rx.el.section(
        picture,
        rx.foreach(Match.lines, _box),
        rx.cond(Match.has_code, code),
        aria_label="The page of the form with its fields",
        class_name="match-paper",
    )


def _placed(spot: rx.Var[Spot]) -> dict[str, rx.Var[str]]:
    return {"left": spot.left, "top": spot.top, "width": spot.width, "height": spot.height}


def _box(line: rx.Var[FieldLine]) -> rx.Component:
    """A click on the page chooses the field; the table does the same by keyboard."""
    return rx.el.button(
        line.number,
        type="button",
        tab_index=-1,
        aria_hidden="true",
        title=line.name + rx.cond(line.meaning != "", " – " + line.meaning, ""),
        on_click=rx.cond(may_change, Match.choose(line.number), rx.noop()),
        class_name=rx.cond(
            Match.chosen == line.number,
            "match-box is-chosen",
            rx.cond(line.key != "", "match-box is-matched", "match-box"),
        ),
        style=_placed(line.spot),
        key=line.number,
    )


def _side() -> rx.Component:
    return rx.el.div(
        rx.cond(may_change, _chosen()),
        _state(),
        rx.cond(may_change, _code()),
        _table(),
        class_name="stack match-side",
    )


def _state() -> rx.Component:
    """What is missing, or that masters can be printed on it."""
    lacking = rx.el.ul(rx.foreach(Match.missing, rx.el.li), class_name="match-missing")
    example = rx.cond(
        may_change,
        button.file_button("Preview with example data", Match.example, icon_name="file_text", shows=True),
    )
    return rx.el.div(
        rx.cond(
            Match.retired,
            notice.note("This form is retired: nothing is printed on it any more."),
            rx.cond(
                Match.missing.length() > 0,
                notice.note(lacking, "amber", title="Masters cannot be printed on this form yet"),
                notice.note(COMPLETE, "green"),
            ),
        ),
        rx.cond((Match.missing.length() == 0) & ~Match.retired, rx.el.div(example)),
        class_name="stack",
    )


def _chosen() -> rx.Component:
    words = rx.el.p(
        rx.cond(
            Match.chosen > 0,
            "Field " + Match.chosen.to(str) + ": " + Match.chosen_name,
            "Click a field on the page, or choose one in the table.",
        ),
        class_name="match-name",
    )
    choice = fields.select(
        CHOSEN,
        "What stands in it",
        Match.chosen_key,
        Match.set_meaning,
        rx.cond(Match.chosen_is_tick, _options(FieldKind.TICK), _options(FieldKind.TEXT)),
        disabled=Match.chosen == 0,
    )
    following = button.button(
        "Next field without a match",
        Match.next_open,
        icon_name="chevron_right",
        disabled=Match.open_count == 0,
    )
    return card.card(
        card.head(Match.name),
        rx.el.div(words, choice, rx.el.div(following), class_name="card-body stack"),
        _save("primary"),
    )


def _save(look: button.Look) -> rx.Component:
    """Matches and place together, from either card."""
    return rx.el.div(
        rx.cond(Match.unsaved, rx.el.span("Matches not saved yet.", class_name="small muted")),
        rx.el.span(button.button("Save", look=look, type="submit", form=FORM), class_name="end"),
        class_name="card-foot row",
    )


def _options(kind: FieldKind) -> rx.Component:
    possible = [one for one in MEANINGS.values() if may_stand(kind, one.key)]
    groups = [
        rx.el.optgroup(*[fields.option(one.key, f"{one.group}: {one.label}") for one in some], label=group)
        for group, some in itertools.groupby(possible, key=lambda one: one.group)
    ]
    return rx.fragment(fields.option("", "Nothing: it stays empty"), *groups)


def _code() -> rx.Component:
    """Where the code goes, in inches; saves the matches as well."""
    numbers = {"input_mode": "decimal", "auto_complete": "off"}
    return card.card(
        card.head("Code of the public check"),
        rx.el.div(
            rx.el.p(
                "A free place on the first page, in inches. A field can be matched to it instead.",
                class_name="muted",
            ),
            form.draw(
                FORM,
                Match.save,
                form_fields.two(
                    form.text("code_x", "From the left", **numbers),
                    form.text("code_y", "From the top", **numbers),
                    form.text("code_w", "Width", **numbers),
                    form.text("code_h", "Height", **numbers),
                ),
            ),
            class_name="card-body stack",
        ),
        _save("second"),
    )  # fmt: skip


def _table() -> rx.Component:
    segments = tabs.choice_segments(
        "Fields shown",
        [(ALL, "All", Match.lines.length()), (OPEN, "Without a match", Match.open_count)],
        Match.show,
        Match.set_show,
    )
    rows = rx.foreach(Match.lines, lambda line: rx.cond((Match.show == ALL) | (line.key == ""), _line(line)))
    return card.card(
        card.head("Fields", segments, bare=True),
        rx.el.ul(rows, id="mapping", class_name="match-lines", tab_index=0, aria_label="Fields"),
    )


def _line(line: rx.Var[FieldLine]) -> rx.Component:
    meaning = rx.cond(line.meaning != "", line.meaning, "Nothing")
    return rx.el.li(
        rx.el.span(line.number, class_name="num muted match-number"),
        rx.el.span(
            rx.el.span(line.name, class_name="mono small clip", title=line.name),
            rx.el.span(meaning, class_name=rx.cond(line.key != "", "small", "small muted")),
            class_name="match-words",
        ),
        rx.cond(
            may_change,
            button.text_link(
                "Change", on_click=Match.choose(line.number), small=True,
                aria_label="Change field " + line.number.to(str),
            ),
        ),
        class_name=rx.cond(Match.chosen == line.number, "match-line is-chosen", "match-line"),
        key=line.number,
    )  # fmt: skip
