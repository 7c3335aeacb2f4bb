"""Run a command with TEST_DATABASE_URL naming a PostgreSQL server.

`python -m tests.postgresql COMMAND…` uses the server that TEST_DATABASE_URL names,
or else starts one in a temporary folder and throws it away afterwards.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

from tests import machine


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unprivileged_user():
    """Return who runs the server: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextlib.contextmanager
def temporary_server():
    """Start an empty server and yield its address as a database URL."""
    folder, port = tempfile.mkdtemp(prefix="mix-postgresql-"), free_port()
    user = unprivileged_user()
    if user:
        shutil.chown(folder, user)

    def run(program, *arguments):
        command = [machine.postgresql_folder() / program, "-D", f"{folder}/data"]
        log = os.path.join(folder, "setup.log")
        with open(log, "a") as out:
            subprocess.run(
                [*command, *arguments],
                check=True,
                cwd=folder,
                user=user,
                stdout=out,
                stderr=out,
            )

    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off"
    try:
        run(
            "initdb", "-A", "trust", "-U", "mix", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        run("pg_ctl", "start", "-w", "-l", f"{folder}/server.log", "-o", options)
        try:
            yield f"postgres://mix@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


def main(command):
    """Run `command` and return its exit code; 0 when there is no PostgreSQL."""
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.call(command)
    if not machine.postgresql_folder():
        return int(machine.REQUIRE_ALL)
    # As an exception it passes through `finally`, where the server is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with temporary_server() as address:
        return subprocess.call(command, env=os.environ | {"TEST_DATABASE_URL": address})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
