"""The log, as processes of their own write it."""

import json
import os
import subprocess
import sys

SAYS = """
import logging
from coi_app.adapters import logs
logs.configure()
log = logging.getLogger("coi_app.test")
log.info("quiet")
log.warning('a "name" of\\ntwo lines, %s', 7)
try:
    1 / 0
except ZeroDivisionError:
    log.exception("it broke")
"""


def said(**settings: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SAYS], env=os.environ | settings, capture_output=True, text=True, check=True
    )
    return done.stderr.splitlines()


def test_one_json_object_a_line_whatever_is_said() -> None:
    lines = [json.loads(line) for line in said(COI_LOG_JSON="1", COI_LOG_LEVEL="warning")]
    assert [(one["level"], one["message"]) for one in lines] == [
        ("WARNING", 'a "name" of\ntwo lines, 7'),
        ("ERROR", "it broke"),
    ]
    assert lines[1]["traceback"].endswith("ZeroDivisionError: division by zero")
    assert "traceback" not in lines[0] and lines[0]["logger"] == "coi_app.test" and lines[0]["at"]


def test_words_and_the_level() -> None:
    assert any(line.endswith("INFO coi_app.test: quiet") for line in said())
    assert not any("quiet" in line for line in said(COI_LOG_LEVEL="ERROR"))
