"""Servers of a drill's own, so that taking them away harms nobody: Redis, PostgreSQL, mail, a small disk."""

import os
import shutil
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

SMALL_DISK = 96 * 1024 * 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    """A Redis that can be killed, stopped in its tracks, and come back with what it had."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("redis-server") is None:
            pytest.skip("needs redis-server, for a Redis of its own")
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.begin()

    def begin(self) -> None:
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--appendonly", "yes"]
        self.process = subprocess.Popen(
            ["redis-server", *words, "--save", "", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL,
        )
        wait_for(self.port)

    def down(self) -> None:
        self.process.kill()
        self.process.wait(timeout=20)

    def hang(self) -> None:
        """Connections are accepted by the system, and nobody says a word."""
        self.process.send_signal(signal.SIGSTOP)

    def back(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
        else:
            self.begin()


def wait_for(port: int, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens at port {port}")


@contextmanager
def small_disk() -> Iterator[tuple[Path, Path]]:
    """A file system of SMALL_DISK bytes, and a folder beside it; every user may go there. Needs root."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("needs root, for a small disk")
    folder = Path(tempfile.mkdtemp(prefix="truemld-drill-"))
    folder.chmod(0o755)
    disk, beside = folder / "small", folder / "beside"
    disk.mkdir()
    beside.mkdir()
    size = f"size={SMALL_DISK},mode=755"
    words = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)]
    try:
        if subprocess.run(words, check=False).returncode != 0:
            pytest.skip("nobody may mount a small disk here")
        yield disk, beside
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_on(disk: Path, log: Path) -> Iterator[str]:
    """A PostgreSQL whose tables lie on `disk` and whose log of changes lies in `log`; its address."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if initdb is None or shutil.which("runuser") is None:
        pytest.skip("needs initdb, for a PostgreSQL of its own")
    programs, data, port = Path(initdb).parent, disk / "postgres", free_port()
    for path in (data, log):
        path.mkdir()
        shutil.chown(path, "postgres", "postgres")
    become = ["runuser", "-u", "postgres", "--"]
    made = [*become, initdb, "-D", str(data), "--waldir", str(log), "--wal-segsize=1"]
    subprocess.run([*made, "-A", "trust", "-N"], check=True, stdout=subprocess.DEVNULL, cwd="/")
    options = f"-p {port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off -c max_wal_size=32MB"
    control = [*become, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    said = str(log / "said")
    subprocess.run(
        [*control, "-l", said, "-o", options, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        stop = [*control, "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, stdout=subprocess.DEVNULL, cwd="/")


def new_database(server: str, name: str, template: str = "template1") -> None:
    with psycopg.connect(server, autocommit=True) as postgres:
        postgres.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        postgres.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def drop_database(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as postgres:
        postgres.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class _Letters(socketserver.StreamRequestHandler):
    """As much of a mail server as takes letters."""

    def handle(self) -> None:
        self.wfile.write(b"220 sink\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                text = b""
                while not text.endswith(b"\r\n.\r\n"):
                    text += self.rfile.readline()
                self.server.letters.append(text.decode())
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """Its port is closed until `begin()`; `hang()` accepts, and says nothing before `begin()`."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Letters, bind_and_activate=False)
        self.server_bind()
        self.port = self.server_address[1]
        self.letters: list[str] = []
        self._serving = threading.Thread(target=self.serve_forever, daemon=True)

    def hang(self) -> None:
        self.server_activate()

    def begin(self) -> None:
        self.server_activate()
        self._serving.start()

    def handle_error(self, *args: object) -> None:
        """Somebody went away while nobody answered."""

    def close(self) -> None:
        if self._serving.is_alive():
            self.shutdown()
        self.server_close()
