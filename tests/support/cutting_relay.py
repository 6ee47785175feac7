#!/usr/bin/env python3
"""cutting_relay.py FOLDER PORT BYTES CONNECTION

A relay to 127.0.0.1:PORT that cuts its CONNECTION-th connection (1: the first) after so many BYTES from the server, as a line
that drops; the others pass whole. Its own port stands in FOLDER/relay_port, and FOLDER/cut says that it has cut.

As a module: Relay, which can also fall silent instead of cutting, and counts what passes."""
import socket
import sys
import threading
from pathlib import Path

PIECE = 4096


class Relay:
    """with Relay(port) as relay: connect to relay.port. `limit`: bytes of the server until it acts on its `which`-th connection, by
    cutting it or, with `silent`, by passing nothing more and closing nothing."""

    def __init__(self, port, limit=None, which=1, silent=False, when_cut=None):
        self.server_port, self.limit, self.which, self.silent, self.when_cut = port, limit, which, silent, when_cut
        self.passed, self.acted, self.count, self.open = 0, False, 0, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        try:  # wakes the thread that waits in accept
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()
        for one in self.open:
            one.close()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.server_port))
            self.open += [client, server]
            self.count += 1
            watched = self.count == self.which
            threading.Thread(target=self.pass_on, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self.pass_on, args=(server, client, watched), daemon=True).start()

    def pass_on(self, source, target, watched):
        passed = 0
        try:
            while piece := source.recv(PIECE):
                if watched:
                    if self.limit is not None and passed + len(piece) > self.limit:
                        target.sendall(piece[:self.limit - passed])
                        self.acted = True
                        if self.when_cut:
                            self.when_cut()
                        if self.silent:
                            return
                        break
                    passed += len(piece)
                    self.passed = passed
                target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def main(folder, port, limit, which):
    relay = Relay(port, limit, which, when_cut=lambda: (folder / "cut").write_text("cut"))
    (folder / "relay_port.new").write_text(str(relay.port))
    (folder / "relay_port.new").rename(folder / "relay_port")
    relay.serve()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
