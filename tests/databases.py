"""Databases for tests: a PostgreSQL cluster of one's own, and templates that are migrated once and copied per test."""

import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine

from kpi.storage.engine import engine_for

NEWEST_FIRST = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -float(folder.parent.name))
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "listen_addresses": ""}
START_WITHIN_SECONDS = 60


class NoPostgreSQL(RuntimeError):  # noqa: N818 - it says what is not there
    """The PostgreSQL server is not installed here."""


def server_binaries() -> Path:
    """The folder with initdb and postgres; `NoPostgreSQL` where there is none."""
    found = shutil.which("initdb")
    folders = [*NEWEST_FIRST, *([Path(found).resolve().parent] if found else [])]
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgreSQL("PostgreSQL 15 or later is not installed: apt-get install postgresql")


@dataclass
class Cluster:
    """A running PostgreSQL server that listens on a socket in its own folder and nowhere else."""

    folder: Path
    count: int = 0

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database in this cluster."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def command(self, statement: str) -> None:
        """Run one administrative statement, outside any transaction."""
        with closing(psycopg.connect(dbname="postgres", user="postgres", host=str(self.folder))) as connection:
            connection.autocommit = True
            connection.execute(statement.encode())

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database as a copy of `template`; returns its URL."""
        self.command(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected."""
        self.command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def copy_of(self, template: str) -> Iterator[str]:
        """The URL of a fresh copy of `template`, removed afterwards."""
        self.count += 1
        name = f"test_{self.count}"
        url = self.create(name, template)
        try:
            yield url
        finally:
            engine_for(url).dispose()
            self.drop(name)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a cluster in a temporary folder; it stops at the end, and dies with this process whatever happens."""
    binaries = server_binaries()
    folder = Path(tempfile.mkdtemp(prefix="kpi-pg-"))
    owner = _owner(folder)
    server = None
    try:
        _initialise(binaries, folder, owner)
        server = _start(binaries, folder, owner)
        yield Cluster(folder)
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as postgres, or nobody, who owns the folder."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initialise(binaries: Path, folder: Path, owner: dict[str, Any]) -> None:
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run(
        [binaries / "initdb", "-D", folder / "data", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        **owner,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stderr}")


def _start(binaries: Path, folder: Path, owner: dict[str, Any]) -> "subprocess.Popen[bytes]":
    settings = [f"--{name}={value}" for name, value in {**QUICK, "unix_socket_directories": str(folder)}.items()]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", *settings],
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent,
            **owner,
        )
    end = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            psycopg.connect(dbname="postgres", user="postgres", host=str(folder)).close()
            return server
        except psycopg.OperationalError:
            time.sleep(0.05)
    server.kill()
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def die_with_parent() -> None:
    """For `preexec_fn`: the child is told to quit when this process ends, however it ends."""
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGQUIT)


@contextmanager
def sqlite_copy(template: Path, folder: Path) -> Iterator[str]:
    """The URL of a fresh copy of a SQLite file in `folder`."""
    path = folder / "kpi.db"
    shutil.copyfile(template, path)
    url = f"sqlite:///{path}"
    try:
        yield url
    finally:
        engine_for(url).dispose()


def built_once(path: Path, build: Callable[[Engine], object]) -> Path:
    """The SQLite file at `path`, built by the first worker that asks; the others wait for it."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            engine = engine_for(f"sqlite:///{unfinished}")
            build(engine)
            engine.dispose()
            unfinished.rename(path)
    return path
