"""A small IMAP server on a free port: one mailbox, the commands that `imaplib` needs to read it, real sockets."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "certificates", "p@ss word"


@dataclass
class Box:
    """`messages` by UID, `seen` those marked as read. `said`: every command but the one with the password."""

    messages: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    url: str = ""
    drops: bool = False  # in the middle of the next message


class _Session(socketserver.StreamRequestHandler):
    box: Box

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            word = command.split(" ")[0].upper()
            self.box.said.append(command if word != "LOGIN" else "LOGIN")
            if not self._answer(tag, word, command):
                return

    def _answer(self, tag: str, word: str, command: str) -> bool:
        if word == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif word == "LOGIN" and command != f'LOGIN {USER} "{PASSWORD}"':
            self._say(f"{tag} NO [AUTHENTICATIONFAILED] wrong")
            return True
        elif word == "SELECT" and "INBOX" not in command:
            self._say(f"{tag} NO no such mailbox")
            return True
        elif word == "UID" and not self._uid(command):
            return False
        self._say(f"{tag} OK done")
        return word != "LOGOUT"

    def _uid(self, command: str) -> bool:
        _, word, rest = command.split(" ", 2)
        if word == "SEARCH":
            unread = sorted(set(self.box.messages) - self.box.seen)
            self._say("* SEARCH" + "".join(f" {uid}" for uid in unread))
        elif word == "STORE":
            self.box.seen.add(int(rest.split(" ")[0]))
        elif word == "FETCH":
            return self._fetch(int(rest.split(" ")[0]), rest)
        return True

    def _fetch(self, uid: int, asked: str) -> bool:
        raw = self.box.messages[uid]
        if "HEADER.FIELDS" in asked:
            head = re.sub(rb"\r\n[ \t]+", b" ", raw.partition(b"\r\n\r\n")[0])
            raw = (
                b"\r\n".join(row for row in head.split(b"\r\n") if row.lower().startswith(b"content-type"))
                + b"\r\n"
            )
        self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode())
        if self.box.drops and "HEADER" not in asked:
            self.box.drops = False
            self.wfile.write(raw[:20])
            return False
        self.wfile.write(raw + b")\r\n")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def server(*messages: bytes) -> Iterator[Box]:
    """Messages get the UIDs 1, 2, …"""
    box = Box(dict(enumerate(messages, start=1)))
    with _Server(("127.0.0.1", 0), type("Session", (_Session,), {"box": box})) as running:
        box.url = f"imap://{USER}:p%40ss%20word@127.0.0.1:{running.server_address[1]}/INBOX"
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield box
        running.shutdown()
        thread.join()
