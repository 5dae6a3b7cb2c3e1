"""How often Python looks for garbage that refers to itself."""

import gc


def look_rarely() -> None:
    """For processes that make many things and throw hardly any cycle away: a tenth of their time was looking.

    What is loaded stays and is not looked at again; what is new is, after many more objects than Python's 700.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
