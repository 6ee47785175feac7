#!/usr/bin/env python3
"""An OpenSSH server of one test: its own keys in a folder, one port on 127.0.0.1, files over SFTP and nothing else.

    openssh.py FOLDER   makes what is missing, then becomes the server in the foreground: end it by its pid

In FOLDER are then: port, user, the host's keys host_ed25519.pub, host_ecdsa.pub and host_rsa.pub, the client's
client_ed25519, client_ecdsa, client_rsa, client_pkcs8 and client_locked (its password is "locked"), and files/, which is the
account's home. As root the account is "bank", who may also log in with the password "right": the server gets a view of /etc of
its own for that, and the machine's stays as it is. Where there is no such view (another user than root, or a system inside a chroot)
an account that exists logs in, by its keys alone. The file "passwords" says yes or no."""
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import ports

SSHD = "/usr/sbin/sshd"
START_SECONDS_MAX = 30
BANK = 65532  # user and group of the account; nobody else has it
CONFIGURATION = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_ed25519
HostKey {folder}/host_ecdsa
HostKey {folder}/host_rsa
PidFile none
AuthorizedKeysFile {folder}/authorized
StrictModes no
UsePAM no
PasswordAuthentication {password}
KbdInteractiveAuthentication no
AllowUsers {user}
Subsystem sftp internal-sftp
ForceCommand internal-sftp -d {folder}/files
AllowTcpForwarding no
MaxStartups 100
LogLevel VERBOSE
"""


def obstacle():
    """Why no server can be started here, or nothing."""
    for program in (SSHD, "/usr/bin/ssh-keygen"):
        if not Path(program).exists():
            return f"{program} is not installed"
    return None


def has_own_view():
    """May this process change what stands in /etc, for itself and its children alone?"""
    return os.geteuid() == 0 and subprocess.run(["/usr/bin/unshare", "--mount", "/bin/true"], capture_output=True,
                                                check=False).returncode == 0


def run(*command):
    subprocess.run([str(word) for word in command], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def make_keys(folder):
    generate = ("ssh-keygen", "-q", "-C", "test", "-N")
    for who in ("host", "client"):
        run(*generate, "", "-t", "ed25519", "-f", folder / f"{who}_ed25519")
        run(*generate, "", "-t", "ecdsa", "-b", "256", "-f", folder / f"{who}_ecdsa")
        run(*generate, "", "-t", "rsa", "-b", "2048", "-f", folder / f"{who}_rsa")
    run(*generate, "locked", "-t", "ed25519", "-f", folder / "client_locked")
    run(*generate, "", "-t", "ed25519", "-f", folder / "client_stranger")
    # The same ECDSA key in the form that openssl writes.
    shutil.copy(folder / "client_ecdsa", folder / "client_pkcs8")
    run("ssh-keygen", "-q", "-p", "-N", "", "-m", "PKCS8", "-f", folder / "client_pkcs8")
    names = ("ed25519", "ecdsa", "rsa", "locked")
    (folder / "authorized").write_text("".join((folder / f"client_{name}.pub").read_text() for name in names))


def prepare(folder):
    (folder / "files").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    make_keys(folder)
    own_view = has_own_view()
    name = "bank" if own_view else "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    port = ports.free_port()
    (folder / "sshd_config").write_text(
        CONFIGURATION.format(port=port, folder=folder, user=name, password="yes" if own_view else "no"))
    (folder / "user").write_text(name)
    (folder / "passwords").write_text("yes" if own_view else "no")
    if os.geteuid() == 0:
        account = (BANK, BANK) if own_view else pwd.getpwnam(name)[2:4]
        os.chown(folder / "files", *account)
    (folder / "port").write_text(str(port))


def become_server(folder):
    server = [SSHD, "-D", "-e", "-f", str(folder / "sshd_config")]
    if os.geteuid() == 0 and (folder / "passwords").read_text() == "no":
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # without it a server of root's does not start
    if (folder / "passwords").read_text() == "no":
        os.execv(SSHD, server)
    hashed = subprocess.run(["openssl", "passwd", "-6", "right"], check=True, capture_output=True, text=True).stdout.strip()
    (folder / "passwd").write_text(f"bank:x:{BANK}:{BANK}::{folder}/files:/bin/false\n" + Path("/etc/passwd").read_text())
    (folder / "shadow").write_text(f"bank:{hashed}:19000:0:99999:7:::\n" + Path("/etc/shadow").read_text())
    (folder / "shadow").chmod(0o600)
    own_view = (f"mount --bind {folder}/passwd /etc/passwd && mount --bind {folder}/shadow /etc/shadow && "
                f"mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec {' '.join(server)}")
    os.execv("/usr/bin/unshare", ["unshare", "--mount", "/bin/sh", "-c", own_view])


class OpenSsh:
    """For tests in Python: started with `with`, stopped at its end."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.files = self.folder / "files"

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        log = open(self.folder / "log", "ab")  # noqa: SIM115 - the server's as long as it lives
        self.process = subprocess.Popen([sys.executable, __file__, str(self.folder)], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        end = time.monotonic() + START_SECONDS_MAX
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                raise RuntimeError(f"no OpenSSH: {(self.folder / 'log').read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
                return link.recv(4) == b"SSH-"
        except (OSError, ValueError):
            return False

    @property
    def port(self):
        return int((self.folder / "port").read_text())

    @property
    def user(self):
        return (self.folder / "user").read_text()

    @property
    def fingerprint(self):
        shown = subprocess.run(["ssh-keygen", "-l", "-f", str(self.folder / "host_ed25519.pub")], check=True, capture_output=True,
                               text=True)
        return shown.stdout.split()[1]


if __name__ == "__main__":
    place = Path(sys.argv[1]).resolve()
    prepare(place)
    become_server(place)
