#!/usr/bin/env python3
"""How far one store carries: a cycle of one company at growing sizes, with the store in SQLite and in PostgreSQL on the same machine.

  sizes.py [--build build/release] [--items 10000 100000 1000000] [--stores sqlite postgresql]

For each size and store: the first `settled pull`, one with nothing changed, `reconcile` of 2,000 bank entries, `report`; seconds on the
clock, the peak of resident memory of the agent's side, and how large the store is then. PostgreSQL commits to the disk (fsync). What an IT
department reads of it stands in docs/sizing.md."""
import argparse
import subprocess
import sys
import time
from pathlib import Path

from measured import SOURCE, Run
from report_speed import write_ledger

for folder in ("end_to_end", "support"):
    sys.path.insert(0, str(SOURCE / "tests" / folder))
import company  # noqa: E402
import postgres  # noqa: E402

STEPS = ("pull", "pull again", "import", "reconcile", "report")
CLOCK = "2026-11-18T10:{:02}:00+08:00"


def move_to(server, demo, database):
    """The company's store is this database from now on."""
    server.create_database(database)
    url = f'url = "postgresql://reader@127.0.0.1:{server.port}/{database}"\npassword = "secret:store"'
    demo.configure(demo.text.replace('url = "sqlite:state/settled.db"', url))
    secret = demo.folder / "secrets" / "store"
    secret.parent.mkdir(mode=0o700, exist_ok=True)
    secret.write_text(postgres.PASSWORD)
    secret.chmod(0o600)


def mebibytes(server, demo, database):
    if not server:
        return sum(path.stat().st_size for path in (demo.folder / "state").glob("settled.db*")) / 2**20
    size = subprocess.run([postgres.programs() / "psql", "-h", "127.0.0.1", "-p", str(server.port), "-U", "reader", "-XAtc",
                           f"SELECT pg_database_size('{database}')", "postgres"], env={"PGPASSWORD": postgres.PASSWORD}, capture_output=True, text=True, check=True)
    return int(size.stdout) / 2**20


def measure(items, server):
    demo, database = company.Company(), f"size{items}"
    try:
        if server:
            move_to(server, demo, database)
        demo.statement("2026-11-17", write_ledger(demo.folder / "ledger", items))
        cells, peak = [], 0
        for minute, step in enumerate(STEPS):
            began = time.monotonic()
            done = Run(demo.command(step.split()[0]), show_errors=True, environment={"SETTLED_TEST_CLOCK": CLOCK.format(minute)})
            if done.status != 0:
                sys.exit(f"settled {step} ended with {done.status}")
            cells.append(f"{time.monotonic() - began:8.1f}")
            peak = max(peak, done.peak)
        return [*cells, f"{peak:8.0f}", f"{mebibytes(server, demo, database):8.0f}"]
    finally:
        demo.remove()


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--build", default="build/release")
    words.add_argument("--items", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    words.add_argument("--stores", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    given = words.parse_args()
    company.SETTLED = Path(given.build).resolve() / "bin/settled"
    print(f"{'store':10} {'items':>9} " + " ".join(f"{word:>10}" for word in (*(step + " s" for step in STEPS), "peak MiB", "store MiB")))
    for store in given.stores:
        if store == "postgresql" and postgres.programs() is None:
            print("postgresql: not installed")
            continue
        server = postgres.PostgreSql(durable=True).__enter__() if store == "postgresql" else None
        try:
            for items in given.items:
                print(f"{store:10} {items:9,} " + " ".join(f"{cell.strip():>10}" for cell in measure(items, server)), flush=True)
        finally:
            if server:
                server.__exit__()


if __name__ == "__main__":
    main()
