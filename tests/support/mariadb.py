"""A MariaDB of one test on a free port of 127.0.0.1, whose users have passwords."""
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import ports

PASSWORD = "the-right-one"
SERVER, INSTALL, CLIENT = Path("/usr/sbin/mariadbd"), Path("/usr/bin/mariadb-install-db"), Path("/usr/bin/mariadb")
START_SECONDS_MAX = 120


def obstacle():
    """Why none can be started here, or nothing."""
    if not all(program.exists() for program in (SERVER, INSTALL, CLIENT)):
        return "MariaDB is not installed"
    if not list(Path("/usr/lib").glob("*/odbc/libmaodbc.so")):
        return "MariaDB's ODBC driver is not installed"
    return None


class MariaDb:
    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-maria-"))
        self.socket, self.server = self.folder / "socket", None
        self.user = "mysql" if os.geteuid() == 0 else None
        data = self.folder / "data"
        data.mkdir()
        if self.user:
            for path in (self.folder, data):
                shutil.chown(path, self.user)
        self.port = ports.free_port()
        try:
            self.run(INSTALL, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db")
            with open(self.folder / "log", "wb") as log:
                self.server = subprocess.Popen(
                    [SERVER, "--no-defaults", f"--datadir={data}", f"--socket={self.socket}", f"--pid-file={self.folder}/pid",
                     "--bind-address=127.0.0.1", f"--port={self.port}", "--skip-log-bin", "--skip-name-resolve",
                     "--innodb-flush-log-at-trx-commit=0", "--character-set-server=utf8mb4"],
                    user=self.user, cwd=self.folder, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
            self.wait_until_it_answers()
            self.sql("", f"CREATE USER reader@'%' IDENTIFIED BY '{PASSWORD}'; GRANT SELECT ON *.* TO reader@'%';")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.terminate()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait_until_it_answers(self):
        give_up = time.monotonic() + START_SECONDS_MAX
        while True:
            with socket.socket(socket.AF_UNIX) as line:
                try:
                    line.connect(str(self.socket))
                    return
                except OSError:
                    if self.server.poll() is not None or time.monotonic() > give_up:
                        raise RuntimeError("mariadbd: " + (self.folder / "log").read_text(errors="replace")) from None
            time.sleep(0.02)

    def create_database(self, name, *scripts):
        """A database of this name, made by these SQL texts in their order."""
        self.sql("", f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        for script in scripts:
            self.sql(name, script.decode() if isinstance(script, bytes) else script)

    def sql(self, database, text):
        self.run(CLIENT, "--no-defaults", f"--socket={self.socket}", "--user=root", "--default-character-set=utf8mb4",
                 *([database] if database else []), text=text)

    def run(self, program, *arguments, text=""):
        done = subprocess.run([program, *arguments], user=self.user, cwd=self.folder, input=text, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")
