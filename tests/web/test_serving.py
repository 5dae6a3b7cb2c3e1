"""The pinned Reflex starts the way coi_app/web/frontend.py believes it does."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from coi_app.web import frontend
from tests import served

CONNECTIONS = "connections.txt"
# Runs before the application: every name asked for and every address connected to goes into a file.
WATCH = """
import os, sys
def watch(event, args):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname"}:
        with open(os.environ["COI_DATA_DIR"] + "/connections.txt", "a") as seen:
            print(event, args[1] if event == "socket.connect" else args[0], file=seen)
sys.addaudithook(watch)
"""
OURS = re.compile(r"127\.0\.0\.1|::1|localhost|^socket.connect /|coi-pg")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[served.Served]:
    frontend.build()
    with served.application(tmp_path_factory.mktemp("served"), first=WATCH) as application:
        yield application


def test_a_second_start_builds_nothing_anew(running: served.Served, tmp_path: Path) -> None:
    with served.application(tmp_path) as second:
        assert httpx.get(second.address).text == httpx.get(running.address).text
        assert "Building" not in second.output()


def test_pages_come_compressed_with_the_policy_of_their_own_scripts(running: served.Served) -> None:
    answer = httpx.get(running.address, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    hashes = frontend.script_hashes()
    assert len(hashes) > 1
    assert all(f"'{digest}'" in answer.headers["content-security-policy"] for digest in hashes)


def test_its_scripts_are_kept_by_the_browser(running: served.Served) -> None:
    (script, *_) = re.findall(r'href="(/assets/[^"]+\.js)"', httpx.get(running.address).text)
    assert "immutable" in httpx.get(running.address + script).headers["cache-control"]


@pytest.mark.parametrize("page", ["/v/ABCDEFGHJKMN", "/ask/abc", "/d/abc", "/invite/abc"])
def test_pages_with_a_secret_in_the_address_are_kept_from_search_engines(
    page: str, running: served.Served
) -> None:
    assert httpx.get(running.address + page).headers.get_list("x-robots-tag") == ["noindex"]


def test_an_unknown_page_is_a_404_with_the_headers(running: served.Served) -> None:
    answer = httpx.get(f"{running.address}/no/such/page")
    assert answer.status_code == 404
    assert answer.headers["x-frame-options"] == "DENY"


def test_it_speaks_to_nobody(running: served.Served) -> None:
    httpx.get(running.address)
    watched = Path(running.log.parent, CONNECTIONS)
    seen = watched.read_text().splitlines() if watched.exists() else []
    assert [line for line in seen if not OURS.search(line)] == []


def test_the_watch_on_connections_would_see_one(tmp_path: Path) -> None:
    knock = (
        f"{WATCH}\nimport socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    )
    subprocess.run(
        [sys.executable, "-c", knock], env=os.environ | {"COI_DATA_DIR": str(tmp_path)}, check=False
    )
    assert not OURS.search((tmp_path / CONNECTIONS).read_text())


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        own = {"COI_PORT": port, "COI_DATA_DIR": str(tmp_path), "COI_HOST": "127.0.0.1"}
        command = [sys.executable, "-c", served.SERVE]
        done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_port_of_the_command_is_the_port_of_the_links(tmp_path: Path) -> None:
    port = str(served.free_port())
    own = {"COI_DATA_DIR": str(tmp_path), "COI_PORT": "1", "PYTHONUNBUFFERED": "1"}
    environment = {name: text for name, text in os.environ.items() if name != "COI_PUBLIC_URL"} | own
    command = [sys.executable, "-m", "coi_app", "serve", "--port", port]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        first = serving.stdout.readline()
        serving.terminate()
    assert f"http://localhost:{port}/welcome?code=" in first


def test_a_killed_supervisor_leaves_no_worker_behind(tmp_path: Path) -> None:
    with served.application(tmp_path) as application:
        application.process.send_signal(signal.SIGKILL)
        application.process.wait()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and _answers(application.address):
            time.sleep(0.02)
        assert not _answers(application.address)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ping", timeout=1).is_success
    except httpx.HTTPError:
        return False
