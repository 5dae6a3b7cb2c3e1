"""The JavaScript files that stand beside modules of ours; see docs/decisions for why there are any."""

import os

import reflex as rx

LINKS = "COI_LINKS_SCRIPTS"  # set while the front end is built


def beside(module: str, file: str) -> str:
    """The `library` of a component whose script stands beside that module, which calls this.

    Only a build has to link the file. All others know the name without `rx.asset`, which reads the sources of the whole
    call stack each time: a quarter of a start.
    """
    if LINKS not in os.environ:
        return f"$/public/external/{module.replace('.', '/')}/{file}"
    return rx.asset(file, shared=True, _stack_level=2).importable_path
