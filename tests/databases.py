"""Databases for tests: a PostgreSQL cluster of one's own, and templates that are migrated once and copied per test.

Copies lie one after the other at the same few addresses, so that a worker keeps few engines (each remembers every
statement it compiled) instead of one for each of thousands of tests.
"""

import atexit
import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event

from kpi.storage.engine import engine_for

NEWEST_FIRST = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -float(folder.parent.name))
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
QUICK = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal",
    "max_wal_senders": "0", "max_wal_size": "96MB", "min_wal_size": "32MB", "shared_buffers": "64MB",
    "checkpoint_timeout": "1d", "autovacuum": "off", "jit": "off", "listen_addresses": "",
}  # fmt: skip
MEMORY, ROOM = Path("/dev/shm"), 3 * 1024**3
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


def new_folder(kind: str) -> Path:
    """An empty folder, in memory where there is room: files come and go there twenty times as fast as on a disk."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    place = MEMORY if roomy and os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    for left in place.glob(f"kpi-{kind}-*"):
        if not Path(f"/proc/{left.name.split('-')[2]}").exists():  # its run was killed
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"kpi-{kind}-{os.getpid()}-", dir=place))


@dataclass
class Cluster:
    """A running PostgreSQL server that listens on a socket in its own folder and nowhere else."""

    folder: Path
    taken: set[int] = field(default_factory=set)

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
        self.command(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected."""
        self.command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def copy_of(self, template: str) -> Iterator[str]:
        """The URL of a fresh copy of `template`, removed afterwards."""
        with free(self.taken) as number:
            name = f"test_{number}"
            url = self.create(name, template)
            try:
                yield url
            finally:
                engine_for(url).dispose()
                forget_databases()
                self.drop(name)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a cluster in a temporary folder; it stops at the end, and dies with this process whatever happens."""
    binaries = server_binaries()
    folder = new_folder("pg")
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
def free(taken: set[int]) -> Iterator[int]:
    """The smallest number nobody holds, held in here."""
    number = next(number for number in count(1) if number not in taken)
    taken.add(number)
    try:
        yield number
    finally:
        taken.discard(number)


@cache
def _copies() -> tuple[Path, set[int]]:
    """This process's folder of SQLite copies, gone when it ends, and the numbers in use."""
    folder = new_folder("sqlite")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder, set()


@contextmanager
def sqlite_copy(template: Path) -> Iterator[str]:
    """The URL of a fresh copy of a SQLite file, removed afterwards."""
    folder, taken = _copies()
    with free(taken) as number:
        path = folder / f"{number}.db"
        url = f"sqlite:///{path}"
        shutil.copyfile(template, path)
        hasty(engine_for(url))
        try:
            yield url
        finally:
            engine_for(url).dispose()
            forget_databases()
            for left in folder.glob(f"{number}.db*"):
                left.unlink()


def hasty(engine: Engine) -> Engine:
    """A SQLite engine that does not wait for the disk: what a test wrote need not outlive a power cut."""
    if not event.contains(engine, "connect", _do_not_wait):
        event.listen(engine, "connect", _do_not_wait)
    return engine


def _do_not_wait(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def forget_databases() -> None:
    """Nothing a page kept of a database is shown of the next one at the same address."""
    if streamlit := sys.modules.get("streamlit"):
        streamlit.cache_resource.clear()
    if kept := sys.modules.get("kpi.ui.kept"):
        kept.forget()


def built_once(path: Path, build: Callable[[Engine], object]) -> Path:
    """The SQLite file at `path`, built by the first worker that asks; the others wait for it."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            engine = hasty(engine_for(f"sqlite:///{unfinished}"))
            build(engine)
            engine.dispose()
            unfinished.rename(path)
    return path


@contextmanager
def copied(request: pytest.FixtureRequest, backend: str, name: str, build: Callable[[Engine], object]) -> Iterator[str]:
    """The URL of a fresh copy, on "sqlite" or "postgresql", of what `build` makes of an empty database.

    It is built under `name` once: for all workers of a run on SQLite, for each worker on PostgreSQL.
    """
    if backend == "sqlite":
        template = built_once(request.getfixturevalue("shared") / f"{name}.db", build)
        with sqlite_copy(template) as url:
            yield url
    else:
        named = request.getfixturevalue("postgresql_template")(name, build)
        with request.getfixturevalue("postgresql").copy_of(named) as url:
            yield url
