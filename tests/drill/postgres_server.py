"""A PostgreSQL server of a test's own, which it may kill."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.load.proc import family
from tests.load.servers import LOOPBACK, free_port


def programs() -> Path:
    """Return the folder of PostgreSQL's programs. Raises FileNotFoundError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    if named is None and not found:
        raise FileNotFoundError("initdb")
    return found[-1].parent if found else Path(str(named)).resolve().parent


class PostgresServer:
    """One cluster in `folder`; what it has acknowledged is on disk, as where it is used in earnest."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._data, self._programs = folder / "data", programs()
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self._as = {"user": "postgres", "group": "postgres", "extra_groups": []}
        self._folder = folder
        self._run("initdb", "-D", str(self._data), "-U", "drill", "-A", "trust", "--no-sync")

    @property
    def url(self) -> str:
        return f"postgres://drill@{LOOPBACK}:{self.port}/postgres"

    def start(self) -> None:
        command = [self._programs / "postgres", "-D", self._data, "-p", str(self.port), "-k", self._folder,
                   "-c", f"listen_addresses={LOOPBACK}", "-c", "max_connections=60"]  # fmt: skip
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, **self._as)
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex((LOOPBACK, self.port)) == 0 and self._answers():
                    return
            time.sleep(0.05)
        raise TimeoutError((self._folder / "log").read_text())

    def kill(self) -> None:
        """End the server and all its processes at once, as a power cut would."""
        for pid in family(self._server.pid):
            os.kill(pid, signal.SIGKILL)
        self._server.wait()

    def _answers(self) -> bool:
        ready = [self._programs / "pg_isready", "-q", "-h", LOOPBACK, "-p", str(self.port)]
        return subprocess.run(ready, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._programs / program, *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder, **self._as)
