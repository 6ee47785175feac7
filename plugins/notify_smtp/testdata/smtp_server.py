#!/usr/bin/env python3
"""An SMTP server for one test: TLS from the test's own authority, one behaviour, everything noted.

  smtp_server.py FOLDER BEHAVIOUR

Listens on 127.0.0.1 on a free port, which FOLDER/port then holds. FOLDER/log gets a line per event, each written before the
server answers; FOLDER/message-N the bytes of the N-th mail as they stood on the wire, dots still doubled. The account is
ar@corp.test with the password "right".

Behaviours: accept · rcpt450 rcpt550 rcpt550plain rcpt554 rcpt550policy · mail550 · data451 data552 (said after the final dot) · drop_after_dot (keeps the mail, says
nothing) · drop_in_data · no_starttls · starttls454 · untrusted (a certificate of another authority) · wrong_host
"""
import base64
import socket
import ssl
import sys
import threading
from pathlib import Path

ACCOUNT = base64.b64encode(b"\0ar@corp.test\0right").decode()
DATA_ANSWERS = {"data451": "451 4.3.0 try again", "data552": "552 5.3.4 too big"}
RCPT_ANSWERS = {"rcpt450": "450 4.7.1 greylisted", "rcpt550": "550 5.1.1 no such mailbox", "rcpt550plain": "550 nobody here",
                "rcpt554": "554 5.7.1 relay access denied", "rcpt550policy": "550 5.7.1 your host is on a list"}
MAIL_ANSWERS = {"mail550": "550 5.1.0 you may not send as this"}
CERTIFICATES = {"untrusted": "foreign", "wrong_host": "elsewhere"}


class Conversation:
    def __init__(self, server, link):
        self.server, self.link, self.buffer = server, link, b""
        self.encrypted = False

    def say(self, line):
        self.link.sendall(line.encode() + b"\r\n")

    def line(self):
        while b"\r\n" not in self.buffer:
            piece = self.link.recv(65536)
            if not piece:
                raise EOFError
            self.buffer += piece
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode("utf-8", "replace")

    def run(self):
        self.say("220 mail.corp.test ESMTP")
        while True:
            line = self.line()
            self.server.note("command " + line)
            verb = line.split(" ")[0].upper()
            if verb == "QUIT":
                return self.say("221 bye")
            self.answer(verb, line)

    def answer(self, verb, line):
        behaviour = self.server.behaviour
        if verb == "EHLO":
            offers = ["mail.corp.test"]
            if not self.encrypted and behaviour != "no_starttls":
                offers.append("STARTTLS")
            offers.append("AUTH PLAIN")
            for offer in offers[:-1]:
                self.say("250-" + offer)
            self.say("250 " + offers[-1])
        elif verb == "STARTTLS" and behaviour != "starttls454":
            self.say("220 go ahead")
            self.link, self.buffer = self.server.tls.wrap_socket(self.link, server_side=True), b""
            self.encrypted = True
            self.server.note("encrypted")
        elif verb == "STARTTLS":
            self.say("454 4.7.0 not now")
        elif verb == "AUTH":
            self.authenticate(line)
        elif verb == "RCPT":
            self.say(RCPT_ANSWERS.get(behaviour, "250 ok"))
        elif verb == "DATA":
            self.say("354 go ahead")
            self.data()
        elif verb == "MAIL":
            self.say(MAIL_ANSWERS.get(behaviour, "250 ok"))
        elif verb in ("RSET", "NOOP"):
            self.say("250 ok")
        else:
            self.say("502 5.5.1 not known")

    def authenticate(self, line):
        given = line.split(" ")[2] if line.count(" ") == 2 else None
        if given is None:
            self.say("334 ")
            given = self.line()
        self.say("235 2.7.0 welcome" if given == ACCOUNT else "535 5.7.8 wrong account or password")

    def data(self):
        behaviour = self.server.behaviour
        while b"\r\n.\r\n" not in self.buffer:
            if behaviour == "drop_in_data" and len(self.buffer) > 1000:
                self.server.note("dropped")
                raise EOFError
            piece = self.link.recv(65536)
            if not piece:
                self.server.note("cut")
                raise EOFError
            self.buffer += piece
        mail, self.buffer = self.buffer.split(b"\r\n.\r\n", 1)
        if behaviour not in DATA_ANSWERS:
            self.server.keep(mail + b"\r\n")
        if behaviour == "drop_after_dot":
            self.server.note("dropped")
            raise EOFError
        self.say(DATA_ANSWERS.get(behaviour, "250 2.0.0 queued"))


class Server:
    def __init__(self, folder, behaviour):
        self.folder, self.behaviour, self.mails = folder, behaviour, 0
        self.lock = threading.Lock()
        self.log = open(folder / "log", "a", buffering=1, encoding="utf-8")
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        name = CERTIFICATES.get(behaviour, "good")
        self.tls.load_cert_chain(folder / (name + ".pem"), folder / (name + ".key"))

    def note(self, text):
        with self.lock:
            self.log.write(text + "\n")

    def keep(self, mail):
        with self.lock:
            self.mails += 1
            (self.folder / f"message-{self.mails}").write_bytes(mail)

    def converse(self, link):
        self.note("connected")
        conversation = Conversation(self, link)
        try:
            conversation.run()
        except (EOFError, OSError):
            pass
        conversation.link.close()
        self.note("closed")

    def run(self):
        listener = socket.create_server(("127.0.0.1", 0))
        port = self.folder / "port.new"
        port.write_text(str(listener.getsockname()[1]))
        port.rename(self.folder / "port")
        while True:
            link, _ = listener.accept()
            threading.Thread(target=self.converse, args=(link,), daemon=True).start()


if __name__ == "__main__":
    Server(Path(sys.argv[1]), sys.argv[2]).run()
