"""Ports of this machine for servers that want to be told one. None of them is among those that the system hands out by itself, to a
listener that asks for any or to a caller: nobody can take it between the question and the server's start. Tests that run side by side
get different ones: each number is held, by a name in the kernel, until its process ends."""
import random
import socket

FIRST, LAST, TRIES = 20000, 32000, 200
_held = []


def free_port():
    for _ in range(TRIES):
        port = random.randint(FIRST, LAST)
        name = socket.socket(socket.AF_UNIX)
        try:
            name.bind(f"\0settled-test-port-{port}")
            with socket.create_server(("127.0.0.1", port)):
                _held.append(name)
                return port
        except OSError:
            name.close()
    raise RuntimeError(f"no port is free among {TRIES} tried from {FIRST} to {LAST}")
