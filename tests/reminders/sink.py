"""A real SMTP server in a thread: takes letters, refuses some addresses, and can drop the connection."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Sink:
    """What the server took, and how it behaves. `drops_after`: it hangs up once so many letters were taken."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    drops_after: int | None = None
    connections: int = 0

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to one address."""
        return [letter for letter in self.letters if address in str(letter["To"])]


class Conversation(socketserver.StreamRequestHandler):
    """One connection, line by line (RFC 5321)."""

    def handle(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        sink.connections += 1
        self._say("220 sink")
        for line in self.rfile:
            word = line.decode().strip()
            verb = word.upper()[:4]
            if verb == "EHLO":
                self._say("250 sink")
            elif verb == "RCPT" and any(address in word for address in sink.refused):
                self._say("550 no such mailbox")
            elif verb == "DATA":
                if sink.drops_after is not None and len(sink.letters) >= sink.drops_after:
                    return
                self._say("354 go on")
                sink.letters.append(message_from_bytes(self._letter(), policy=policy.default))  # type: ignore[arg-type]
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _letter(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """The server on a free port of this machine."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        sink = Sink(port=server.server_address[1])
        server.sink = sink  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield sink
        server.shutdown()
        thread.join()
