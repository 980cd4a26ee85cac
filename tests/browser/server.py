"""The real application on a free port, with a database of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.databases import die_with_parent

ROOT = Path(__file__).parents[2]
READY_WITHIN_SECONDS = 60
TAIL = 6000


@dataclass(frozen=True)
class Server:
    """A running application: where it answers, which database it stands on, and what it said."""

    url: str
    database_url: str
    log: Path

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text("utf-8", "replace")[-TAIL:]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(database_url: str, folder: Path, port: int | None = None) -> Iterator[Server]:
    """`streamlit run streamlit_app.py` on `database_url`, ready to answer; killed afterwards."""
    port = port or free_port()
    server = Server(f"http://127.0.0.1:{port}", database_url, folder / "server.log")
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            _command(port),
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database_url},
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent,
        )
    try:
        _wait_until_ready(server, process)
        yield server
    finally:
        process.kill()
        process.wait()


def _command(port: int) -> list[str]:
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    return [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options]


def _wait_until_ready(server: Server, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"{server.url}/_stcore/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The application did not start:\n{server.said()}")
