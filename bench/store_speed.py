#!/usr/bin/env python3
"""What keeping a pulled ledger costs beside the bare database, in one run.

  store_speed.py [--build build/release] [--rows 1000000] [--runs 3]

`store` puts the rows into a new SQLite file through the agent's store: checked, compared, with their identities, counted again. `store_limit`
puts the same rows into the same tables and indexes by SQLite's own interface, with a commit after every thousand; both with synchronous=FULL
and the same cache. They run in turn; printed are processor seconds (the best of the runs), their ratio, how large the write-ahead log grew,
and what a second pull costs in which nothing has changed. Exit status 1 when a figure is over its limit."""
import argparse
import re
import sys
import tempfile
from pathlib import Path

from measured import Run

RATIO_MAX = 1.3
LOG_MIB_MAX = 64


def figures(line):
    return {name: float(value) for name, value in re.findall(r"(\w+)=([0-9.]+)", line)}


def run(program, file, rows):
    done = Run([program, file, rows], keep_output=True, show_errors=True)
    if done.status != 0:
        sys.exit(f"{program} ended with {done.status}")
    return {line.split()[0]: figures(line) for line in done.output.splitlines()}, done.peak


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--build", default="build/release")
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--runs", type=int, default=3)
    given = words.parse_args()
    programs = Path(given.build).resolve() / "bin"
    with tempfile.TemporaryDirectory(prefix="settled-bench-") as folder:
        pairs = [(run(programs / "store", Path(folder) / "store.db", given.rows), run(programs / "store_limit", Path(folder) / "bare.db", given.rows))
                 for _ in range(given.runs)]
    ours = [one for (one, _), _ in pairs]
    first, bare = min(one["first"]["cpu"] for one in ours), min(other["limit"]["cpu"] for _, (other, _) in pairs)
    log = max(one["first"]["log_mib"] for one in ours)
    written = max(one["unchanged"]["new"] + one["unchanged"]["changed"] for one in ours)
    print(f"first pull of {given.rows}: {first:.2f} s against {bare:.2f} s of the bare database: {first / bare:.2f} times (limit {RATIO_MAX}); "
          f"write-ahead log {log:.1f} MiB (limit {LOG_MIB_MAX}); peak of the three pulls {max(peak for (_, peak), _ in pairs):.0f} MiB")
    print(f"nothing changed: {min(one['unchanged']['cpu'] for one in ours):.2f} s, {written:.0f} rows written (limit 0); "
          f"one in a hundred changed: {min(one['changed']['cpu'] for one in ours):.2f} s")
    sys.exit(0 if first / bare <= RATIO_MAX and log <= LOG_MIB_MAX and written == 0 else 1)


if __name__ == "__main__":
    main()
