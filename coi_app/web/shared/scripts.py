"""The JavaScript files that stand beside modules of ours; see docs/decisions for why there are any."""

import reflex as rx
from reflex_base.environment import environment


def beside(module: str, file: str) -> str:
    """The `library` of a component whose script stands beside that module, which calls this.

    Only a build has to link the file. A server knows the name without `rx.asset`, which reads the sources of the whole
    call stack each time: a quarter of a start.
    """
    if environment.REFLEX_BACKEND_ONLY.get():
        return f"$/public/external/{module.replace('.', '/')}/{file}"
    return rx.asset(file, shared=True, _stack_level=2).importable_path
