"""What every process of the program writes to standard error, so that all of it can be read as one log."""

import json
import logging

from coi_app import settings

WORDS = "%(asctime)s %(levelname)s %(name)s: %(message)s"
CHATTY = ("alembic", "fontTools", "fpdf", "httpx", "asyncio")


class OneObjectALine(logging.Formatter):
    """JSON, whatever the message contains; a traceback is a text of its object."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": self.formatTime(record), "level": record.levelname, "logger": record.name,
            "message": record.getMessage(),
        }  # fmt: skip
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said)


def configure() -> None:
    """As the settings say; each process does it once."""
    chosen = settings.current()
    handler = logging.StreamHandler()
    handler.setFormatter(OneObjectALine() if chosen.log_json else logging.Formatter(WORDS))
    logging.basicConfig(level=chosen.log_level.upper(), handlers=[handler])
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
