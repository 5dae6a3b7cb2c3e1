"""The dialog of a master: which policies it shows, who signs, what it says."""

import reflex as rx

from coi_app.web.agency import placeholders, record_form
from coi_app.web.agency.masters.form_state import FORM, MasterFormState, PolicyTick
from coi_app.web.shared import empty, fields, standing_badge, wording_area

Edit = MasterFormState
form = record_form.Form(Edit, FORM)


def dialog() -> rx.Component:
    return form.dialog(
        rx.cond(Edit.master > 0, "Edit master certificate", "New master certificate"),
        form.text("name", "Name", hint="As you look for it, for example All Lines."),
        _policies(),
        rx.cond(Edit.forms.length() > 0, _licensed_form()),
        form.text(
            "representative",
            "Authorized representative",
            optional=True,
            hint="Printed at the signature. Else the agency's own.",
        ),
        wording_area.wording_area(
            form.id("default_description"),
            "Default description of operations",
            form.value("default_description"),
            placeholders.NAMES,
            rows=5,
            error=form.problem("default_description"),
            optional=True,
            hint=f"Used where the holder has no wording of its own. {placeholders.HINT}",
        ),
        placeholders.explained(),
        lead=rx.cond(
            Edit.master > 0,
            "A change makes version " + (Edit.version + 1).to(str) + ". Certificates keep the one they came from.",
            "Coverages, limits and dates come from the policies on the day of issue.",
        ),
        on_submit=Edit.save,
        on_close=Edit.close,
        save=rx.cond(Edit.master > 0, "Save", "Create master"),
    )  # fmt: skip


def _licensed_form() -> rx.Component:
    offered = rx.foreach(Edit.forms, lambda one: fields.option(one.value, one.words))
    return form.choose(
        "form_id",
        "Form",
        rx.fragment(fields.option("", "Our own page"), offered),
        hint="Same content and same verdict on either. Admins add forms under Settings, Forms.",
    )


def _policies() -> rx.Component:
    nothing = empty.nothing_yet("No policies yet", "Enter the insured's policies first.", icon_name="shield")
    ticks = rx.el.div(rx.foreach(Edit.policies, _policy), class_name="policy-ticks")
    return rx.el.fieldset(
        rx.el.legend("Policies it shows"),
        rx.cond(Edit.policies.length() > 0, ticks, nothing),
        fields.error_line(form.id("policy_ids"), form.problem("policy_ids")),
        id=form.id("policy_ids"),
        tab_index=-1,
        class_name="tick-group",
    )  # fmt: skip


def _policy(policy: rx.Var[PolicyTick]) -> rx.Component:
    field_id = rx.Var.create(f"{FORM}_") + policy.key
    box = rx.el.input(
        type="checkbox",
        id=field_id,
        name=field_id,
        default_checked=Edit.values.get(policy.key, "") == "on",
        class_name="tick",
    )
    words = rx.el.label(
        rx.el.span(policy.title, class_name="medium"),
        rx.el.span(policy.about, class_name="small muted num"),
        html_for=field_id,
        class_name="policy-tick-words",
    )
    badge = standing_badge.standing_badge(policy.standing, policy.standing_words)
    return rx.el.div(box, words, badge, class_name="policy-tick", key=policy.key)
