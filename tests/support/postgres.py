"""A PostgreSQL of one test on a free port of 127.0.0.1, whose users have passwords."""
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import ports

PASSWORD = "the-right-one"


def programs():
    found = sorted(folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists())
    return found[-1] if found else None


def obstacle():
    """Why none can be started here, or nothing."""
    if programs() is None:
        return "PostgreSQL is not installed"
    if not list(Path("/usr/lib").glob("*/odbc/psqlodbcw.so")):
        return "PostgreSQL's ODBC driver is not installed"
    return None


class PostgreSql:
    """durable: commits reach the disk, as for a figure that is to mean something; a test needs none of that."""

    def __init__(self, durable=False):
        self.fsync = "on" if durable else "off"

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-pg-"))
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.port = ports.free_port()
        (self.folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (self.folder, self.folder / "password"):
                shutil.chown(path, self.user)
        try:
            self.run("initdb", "-D", self.folder / "data", "-U", "reader", "--auth=scram-sha-256", f"--pwfile={self.folder}/password",
                     "--no-sync")
            options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder} -c fsync={self.fsync}"
            self.run("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", options, "start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        except RuntimeError:
            pass  # it had not begun
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_database(self, name, *scripts):
        """A database of this name, made by these SQL texts in their order."""
        at = ["-h", self.folder, "-p", str(self.port), "-U", "reader"]
        self.run("createdb", *at, name)
        for number, script in enumerate(scripts):
            path = self.folder / f"{name}-{number}.sql"
            path.write_bytes(script)
            if os.geteuid() == 0:
                shutil.chown(path, self.user)
            self.run("psql", *at, "-q", "-X", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", path, name)

    def run(self, program, *arguments):
        done = subprocess.run([programs() / program, *arguments], user=self.user if os.geteuid() == 0 else None, cwd=self.folder,
                              env={**os.environ, "PGPASSWORD": PASSWORD}, capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")
