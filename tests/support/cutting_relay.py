#!/usr/bin/env python3
"""cutting_relay.py FOLDER PORT BYTES CONNECTION

A relay to 127.0.0.1:PORT that cuts its CONNECTION-th connection (1: the first) after so many BYTES from the server, as a line
that drops; the others pass whole. Its own port stands in FOLDER/relay_port, and FOLDER/cut says that it has cut."""
import socket
import sys
import threading
from pathlib import Path

PIECE = 4096


def pass_on(source, target, budget=None, when_cut=None):
    try:
        while piece := source.recv(PIECE):
            if budget is not None:
                budget -= len(piece)
                if budget < 0:
                    when_cut()
                    break
            target.sendall(piece)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def main(folder, port, limit, which):
    def when_cut():
        (folder / "cut").write_text("cut")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        (folder / "relay_port.new").write_text(str(listener.getsockname()[1]))
        (folder / "relay_port.new").rename(folder / "relay_port")
        count = 0
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", port))
            count += 1
            limits = (limit, when_cut) if count == which else ()
            threading.Thread(target=pass_on, args=(client, server), daemon=True).start()
            threading.Thread(target=pass_on, args=(server, client, *limits), daemon=True).start()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
