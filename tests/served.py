"""The application as people get it: built, started by `coi serve` in a process of its own, on a free port."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

START_SECONDS = 60
STOP_SECONDS = 20
BROWSERS = (  # lightest first
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
SERVE = "import sys; from coi_app import cli; sys.argv = ['coi', 'serve']; cli.main()"


@dataclass(frozen=True, slots=True)
class Served:
    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def output(self) -> str:
        return self.log.read_text()


@contextmanager
def application(
    data_dir: Path, first: str = "", port: int | None = None, **environment: str
) -> Iterator[Served]:
    """Serve from `data_dir` until the block ends. `first` is Python that the process runs before all else;
    `environment` adds to ours."""
    port = port or free_port()
    own = {"COI_DATA_DIR": str(data_dir), "COI_PORT": str(port), "COI_PUBLIC_URL": f"http://localhost:{port}"}
    log = data_dir / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", f"{first}\n{SERVE}"],
            env=os.environ | own | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    served = Served(f"http://localhost:{port}", process, log)
    try:
        _wait(served)
        yield served
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def browser() -> str | None:
    """The system's browser; None leaves it to Playwright to find one of its own."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(served: Served) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and served.process.poll() is None:
        try:
            httpx.get(f"{served.address}/ping").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.02)
    raise AssertionError(f"The server did not start:\n{served.output()}")
