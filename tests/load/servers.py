"""Servers that a benchmark starts and ends, by pid."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.load.proc import family

LOOPBACK = "127.0.0.1"
AS_DEPLOYED = [
    "--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--ws-max-size", "16384",
    "--ws-ping-interval", "0",    "--log-level", "warning", "--no-server-header", "--no-access-log",
]  # fmt: skip


def free_port() -> int:
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        return int(free.getsockname()[1])


def uvicorn(application: str, port: int, workers: int = 1) -> list[str]:
    """Return the command of a server as it is deployed."""
    named = [sys.executable, "-m", "uvicorn", application, "--host", LOOPBACK, "--port", str(port)]
    return [*named, "--workers", str(workers), *AS_DEPLOYED]


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str], said: str = "") -> Iterator[list[int]]:
    """Run a server until the block is left; yields the pids of its processes once it takes connections."""
    server = subprocess.Popen(command, env={**os.environ, **environment}, stdin=subprocess.PIPE, text=True)
    try:
        assert server.stdin is not None
        server.stdin.write(f"{said}\n")
        server.stdin.flush()
        _wait_for(server, port)
        yield family(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(server: "subprocess.Popen[str]", port: int) -> None:
    for _ in range(600):
        with socket.socket() as knock:
            if knock.connect_ex((LOOPBACK, port)) == 0:
                time.sleep(1.0)  # the other workers
                return
        if server.poll() is not None:
            sys.exit(f"the server ended with {server.returncode}")
        time.sleep(0.1)
    sys.exit("the server did not start")
