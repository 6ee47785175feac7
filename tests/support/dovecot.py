#!/usr/bin/env python3
"""A Dovecot of one test: IMAP with TLS by an authority of its own, one account, everything in a folder, ports on 127.0.0.1.

    dovecot.py FOLDER [no-move] [no-tls] [tokens=URL]   makes what is missing, then becomes the server: end it by its pid

In FOLDER are then: port (implicit TLS), starttls_port, ca.pem, and Maildir++ folders below mail/: a file put into mail/.Bank/new
is a mail in the folder Bank. The account is "bank@corp.test" with the password "right". `no-move` hides MOVE and UIDPLUS, as
older servers do; with `no-tls` there is none, and port is that of the bare server. With `tokens` a login is by OAuth 2.0 alone, and
URL/tokeninfo is asked whose a token is.
 Needs root, because Dovecot changes users."""
import os
import pwd
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import ports  # noqa: E402
import postfix  # noqa: E402

DOVECOT = "/usr/sbin/dovecot"
START_SECONDS_MAX = 30
MAIL_USER = 65533  # owns the mails; nobody logs in with it
USER, PASSWORD = "bank@corp.test", "right"
CONFIGURATION = """base_dir = {folder}/run
state_dir = {folder}/run
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = 100
mail_location = maildir:{folder}/mail
disable_plaintext_auth = yes
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
ssl = {ssl}
ssl_cert = <{folder}/good.pem
ssl_key = <{folder}/good.key
{capabilities}
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  {passdb}
}}
userdb {{
  driver = static
  args = uid={uid} gid={uid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def obstacle():
    """Why no Dovecot can be started here, or nothing."""
    if os.geteuid() != 0:
        return "a Dovecot of our own needs root"
    for program in (DOVECOT, "/usr/lib/dovecot/imap", "/usr/bin/openssl"):
        if not Path(program).exists():
            return f"{program} is not installed"
    try:
        pwd.getpwnam("dovenull")
    except KeyError:
        return "this machine has no user dovenull"
    return None


def prepare(folder, words):
    folder.chmod(0o755)  # its processes run as several users
    for name in ("run", "mail", "home"):
        (folder / name).mkdir(exist_ok=True)
    for name in ("mail", "home"):
        os.chown(folder / name, MAIL_USER, MAIL_USER)
    postfix.certificates(folder)
    port, starttls = ports.free_port(), ports.free_port()
    few = "imap_capability = IMAP4rev1 SASL-IR LITERAL+" if "no-move" in words else ""
    tokens = next((word.removeprefix("tokens=") for word in words if word.startswith("tokens=")), None)
    passdb = f"driver = static\n  args = user={USER} password={PASSWORD}"
    if tokens:
        (folder / "oauth2.conf").write_text(f"tokeninfo_url = {tokens}/tokeninfo?access_token=\nusername_attribute = email\n")
        passdb = f"driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {folder}/oauth2.conf"
    (folder / "dovecot.conf").write_text(CONFIGURATION.format(
        folder=folder, passdb=passdb, mechanisms="xoauth2 oauthbearer" if tokens else "plain login", uid=MAIL_USER, port=port, starttls=starttls, capabilities=few,
        ssl="no" if "no-tls" in words else "required"))
    (folder / "starttls_port").write_text(str(starttls))
    (folder / "port").write_text(str(starttls if "no-tls" in words else port))


def deliver(folder, mailbox, name, content):
    """Puts a mail into a folder as a mail server does: written aside, then moved in."""
    place = folder / "mail" / ("." + mailbox if mailbox != "INBOX" else "")
    for part in (place, *(place / sub for sub in ("tmp", "new", "cur"))):
        part.mkdir(parents=True, exist_ok=True)
        os.chown(part, MAIL_USER, MAIL_USER)
    (place / "tmp" / name).write_bytes(content)
    os.chown(place / "tmp" / name, MAIL_USER, MAIL_USER)
    (place / "tmp" / name).rename(place / "new" / name)


class Dovecot:
    """For tests in Python: started with `with`, stopped at its end."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.delivered = 0

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([sys.executable, __file__, str(self.folder)], stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log)
        end = time.monotonic() + START_SECONDS_MAX
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                raise RuntimeError(f"no Dovecot: {(self.folder / 'log').read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", int((self.folder / "starttls_port").read_text())), timeout=5) as link:
                return link.recv(4) == b"* OK"
        except (OSError, ValueError):
            return False

    @property
    def port(self):
        return int((self.folder / "port").read_text())

    def deliver(self, mailbox, content):
        self.delivered += 1
        deliver(self.folder, mailbox, f"{1_790_000_000 + self.delivered}.M{self.delivered}.test", content)

    def mails(self, mailbox):
        place = self.folder / "mail" / ("." + mailbox if mailbox != "INBOX" else "")
        return sorted(file for sub in ("new", "cur") if (place / sub).is_dir() for file in (place / sub).iterdir())


if __name__ == "__main__":
    reason = obstacle()
    if reason:
        sys.exit(reason)
    place_ = Path(sys.argv[1]).resolve()
    prepare(place_, sys.argv[2:])
    os.execv(DOVECOT, [DOVECOT, "-F", "-c", str(place_ / "dovecot.conf")])
