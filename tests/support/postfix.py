"""A Postfix of one test: its own configuration, queue and spool in a folder, one port on 127.0.0.1 with TLS by an authority
of its own. Mail for the test's domains lands in Maildirs; no mail can leave the machine.

    with Postfix(["demo.example"]) as server:
        server.port, server.authority, server.messages()
"""
import email
import email.policy
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import ports

START_SECONDS_MAX = 60
MAIL_USER = 65533  # owns the Maildirs; nobody logs in with it

MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.corp.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
smtpd_tls_cert_file = {folder}/good.pem
smtpd_tls_key_file = {folder}/good.key
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
anvil_rate_time_unit = 60s
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{user}
virtual_minimum_uid = 100
default_transport = error:5.7.1 no mail leaves this machine
alias_maps =
alias_database =
notify_classes =
"""
MASTER = """127.0.0.1:{port} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def obstacle():
    """Why no Postfix can be started here, or nothing."""
    if os.geteuid() != 0:
        return "a Postfix of our own needs root"
    for program in ("/usr/sbin/postfix", "/usr/bin/openssl"):
        if not Path(program).exists():
            return f"{program} is not installed"
    try:
        pwd.getpwnam("postfix")
    except KeyError:
        return "this machine has no user postfix"
    return None


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")


def certificates(folder):
    """An authority, ca.pem, and a certificate of it for localhost, good.pem."""
    make = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    run(*make, "-subj", "/CN=test authority", "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    run(*make, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE",
        "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-keyout", folder / "good.key", "-out", folder / "good.pem")


class Postfix:
    def __init__(self, domains):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-postfix-"))
        self.folder.chmod(0o755)  # its daemons run as several users
        for name in ("etc", "queue", "data", "mail"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        os.chown(self.folder / "mail", MAIL_USER, MAIL_USER)
        certificates(self.folder)
        self.authority = self.folder / "ca.pem"
        self.port = ports.free_port()
        (self.folder / "etc" / "main.cf").write_text(MAIN.format(folder=self.folder, domains=", ".join(domains), user=MAIL_USER))
        (self.folder / "etc" / "master.cf").write_text(MASTER.format(port=self.port))

    def __enter__(self):
        try:
            run("postfix", "-c", self.folder / "etc", "start")
            self.wait_until_it_answers()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        subprocess.run(["postfix", "-c", self.folder / "etc", "stop"], capture_output=True, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait_until_it_answers(self):
        end = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
                    if link.recv(3) == b"220":
                        return
            except OSError:
                pass
            if time.monotonic() > end:
                raise RuntimeError(f"Postfix does not answer on {self.port}: {self.log()}")
            time.sleep(0.05)

    def log(self):
        try:
            return (self.folder / "maillog").read_text(errors="replace")[-4000:]
        except OSError:
            return ""

    def wait_until_all_is_delivered(self):
        """Until the queue is empty: what was accepted lies in a Maildir then."""
        queues = ("incoming", "active", "deferred", "maildrop")
        end = time.monotonic() + START_SECONDS_MAX
        while any(file.is_file() for queue in queues for file in (self.folder / "queue" / queue).rglob("*")):
            if time.monotonic() > end:
                raise RuntimeError(f"mail stays in Postfix's queue: {self.log()}")
            time.sleep(0.05)

    def messages(self):
        folder = self.folder / "mail" / "all" / "new"
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in sorted(folder.glob("*"))]
