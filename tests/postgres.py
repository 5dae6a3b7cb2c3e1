"""A PostgreSQL server for one run of the tests: `python -m tests.postgres COMMAND ...` runs the command with
COI_TEST_DATABASE_URL set. Where there is no PostgreSQL it says so loudly, and with CI set it fails."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")
START_SECONDS = 60
MEMORY, ROOM = Path("/dev/shm"), 4_000_000_000
THROWN_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoServer(Exception):
    """PostgreSQL could not be started; the text says why."""


@contextmanager
def server() -> Iterator[str]:
    """The address of an empty database in a new server, reached by a socket in its own folder."""
    binaries = _binaries()
    with tempfile.TemporaryDirectory(prefix="coi-pg-", dir=_memory()) as folder:
        user = _owner(folder)
        _initialise(binaries, folder, user)
        process = _start(binaries, folder, user)
        try:
            _wait(process, Path(folder))
            yield f"postgresql+psycopg://coi@/postgres?host={folder}"
        finally:
            process.send_signal(signal.SIGINT)  # "fast": ends its clients' sessions
            process.wait()


def _memory() -> str | None:
    """Where the system keeps files in memory and has room: hundreds of databases are made and dropped."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


def _binaries() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).parent
    for place in PLACES:
        if folders := sorted(Path("/").glob(place.lstrip("/"))):
            return folders[-1]
    raise NoServer("PostgreSQL is not installed. On Debian, as root: apt-get install postgresql")


def _owner(folder: str) -> str | None:
    """PostgreSQL refuses to run as root: the folder and the server then belong to another user."""
    if os.geteuid() != 0:
        return None
    try:
        shutil.chown(folder, "postgres")
    except LookupError:
        raise NoServer(
            "PostgreSQL does not run as root, and there is no user `postgres` to run it."
        ) from None
    return "postgres"


def _initialise(binaries: Path, folder: str, user: str | None) -> None:
    locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    flags = ["--username=coi", "--auth=trust", "--encoding=UTF8", f"--locale={locale}", "--no-sync"]
    command = [str(binaries / "initdb"), f"--pgdata={folder}/data", *flags]
    done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoServer(f"initdb failed: {done.stderr.strip()}")


def _start(binaries: Path, folder: str, user: str | None) -> subprocess.Popen[bytes]:
    options = ["listen_addresses=", f"unix_socket_directories={folder}", "max_connections=200", *THROWN_AWAY]
    command = [str(binaries / "postgres"), "-D", f"{folder}/data", *(f"-c{option}" for option in options)]
    with open(f"{folder}/log", "wb") as log:
        return subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log)


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        pid_file = folder / "data" / "postmaster.pid"
        if pid_file.exists() and "ready" in pid_file.read_text():
            return
        time.sleep(0.05)
    raise NoServer(f"PostgreSQL did not start: {(folder / 'log').read_text().strip()}")


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped, too
    try:
        with server() as url:
            return subprocess.run(
                command, env=os.environ | {"COI_TEST_DATABASE_URL": url}, check=False
            ).returncode
    except NoServer as reason:
        bar = "!" * 100
        print(f"\n{bar}\nNOT TESTED ON POSTGRESQL. {reason}\n{bar}", flush=True)
        return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
