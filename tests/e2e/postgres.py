"""A PostgreSQL server of a test's own, in a scratch folder; as another user when the test is run by root."""

import contextlib
import glob
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time


class Server:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.programs = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])
        self.process = None
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.run("initdb", "-D", self.folder / "data", "--no-sync", "--auth=trust", "--username=ledger")
        self.start()

    def command(self, program, *arguments):
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        return [*as_postgres, *map(str, [self.programs / program, *arguments])]

    def run(self, program, *arguments):
        done = subprocess.run(self.command(program, *arguments), capture_output=True, text=True, cwd="/")
        if done.returncode != 0:
            raise AssertionError(f"{program} failed: {done.stdout}{done.stderr}")

    def psql(self, sql):
        done = subprocess.run(["psql", "-XAtq", "-h", str(self.folder), "-U", "ledger", "-d", "postgres", "-c", sql],
                              capture_output=True, text=True, check=True, cwd="/")
        return done.stdout.strip()

    def start(self):
        """Starts it, after kill -9 too, when the parts of the old server need a moment to notice."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                log = open(self.folder.parent / "postgres.log", "ab")
                # Killing it is what loses data, not the machine's power: syncing would only take time.
                self.process = subprocess.Popen(
                    self.command("postgres", "-D", self.folder / "data", "-k", self.folder, "-c", "listen_addresses=",
                                 "-c", "fsync=off", "-c", "max_connections=60"),
                    stdout=log, stderr=log, cwd="/")
                log.close()
            with contextlib.suppress(subprocess.CalledProcessError):
                self.psql("select 1")
                return
            time.sleep(0.1)
        raise AssertionError("PostgreSQL does not start")

    def end(self, how=signal.SIGQUIT):
        self.process.send_signal(how)
        self.process.wait()

    def url(self):
        return f"postgresql://ledger@/postgres?host={self.folder}"


@contextlib.contextmanager
def server():
    with tempfile.TemporaryDirectory(prefix="domainplan-pg-") as scratch:
        os.chmod(scratch, 0o755)
        folder = pathlib.Path(scratch) / "server"
        folder.mkdir()
        running = Server(folder)
        try:
            yield running
        finally:
            running.end()
