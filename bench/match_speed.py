#!/usr/bin/env python3
"""How fast the matching engine is, beside a matcher that only looks up, and beside DuckDB with an analyst's SQL.

  match_speed.py [--build build/release] [--items 10000,100000,1000000] [--runs 3]

`match` (this folder) reads the files, decides and writes answers with their evidence. In turn with it run limit_match (hash
tables, no scoring, no names, no reasons) and, where the folder that PEER_DIR names has @duckdb/node-api, the same SQL on one
thread; both from ../shared/bench beside the project, which makes the files too. Printed: processor seconds (the best of the
runs), ratios, peak of resident memory, growth from the size before (1 is linear); the same for a ledger in which one customer
holds a twentieth of all items; and what 5,000 items of one amount at one customer cost. Exit status 1 when a figure is over
its limit.
"""
import argparse
import csv
import math
import os
import pathlib
import subprocess
import sys

from measured import SHARED, SOURCE, Run

LIMIT_RATIO_MAX, DUCKDB_RATIO_MAX, GROWTH_MAX = 2.5, 0.85, 1.1
PEAK_MIB_MAX = 400  # at a million items
EQUAL_ITEMS, EQUAL_PAYMENTS, EQUAL_MILLISECONDS_MAX = 5000, 50, 50


def run(command, environment=None):
    """Processor seconds and peak MiB."""
    done = Run(command, show_errors=True, environment=environment)
    if done.status != 0:
        sys.exit(f"{command[0]} failed")
    return done.cpu, done.peak


def best(runs, *commands):
    """The least processor seconds of each command, run in turn, and its largest peak."""
    figures = [[run(*command) for command in commands] for _ in range(runs)]
    return [(min(cpu for cpu, _ in column), max(peak for _, peak in column)) for column in zip(*figures)]


def made(folder, items):
    if not folder.exists():
        subprocess.run([sys.executable, SHARED / "gen_match.py", str(items), folder, "--seed", "1"], check=True, stdout=subprocess.DEVNULL)
    return folder


def with_large_customer(source, folder):
    """The same ledger, with every twentieth item moved to one customer."""
    if folder.exists():
        return folder
    folder.mkdir()
    for name in ("customers.csv", "lines.csv", "truth.csv"):
        (folder / name).symlink_to(source / name)
    with open(source / "items.csv", newline="", encoding="utf-8") as old, open(folder / "items.csv", "w", newline="", encoding="utf-8") as new:
        rows = csv.DictReader(old)
        written = csv.DictWriter(new, rows.fieldnames)
        written.writeheader()
        large = None
        for number, row in enumerate(rows):
            large = large or row["customer_id"]
            written.writerow({**row, "customer_id": large} if number % 20 == 0 else row)
    return folder


def equal_amounts(folder, items):
    """One customer, so many invoices of 1,000.00, and payments of 1,000.00 that name none of them."""
    folder.mkdir(exist_ok=True)
    tables = {
        "customers.csv": (["customer_id", "name", "alias", "account"], [["C1", "Northgate Valve Works", "Northgate", "6222000000000001"]]),
        "items.csv": (["item_id", "customer_id", "number", "date", "due", "amount_cents", "open_cents", "currency"],
                      [[f"I{i}", "C1", f"RE{i:06}", "2026-09-01", "2026-10-01", 100000, 100000, "CNY"] for i in range(items)]),
        "lines.csv": (["line_id", "date", "amount_cents", "currency", "payer_name", "payer_account", "remittance"],
                      [[f"L{i}", "2026-11-10", 100000, "CNY", "Northgate Valve Works", "6222000000000001", "payment"]
                       for i in range(EQUAL_PAYMENTS)]),
    }
    for name, (heading, rows) in tables.items():
        with open(folder / name, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([heading, *rows])
    return folder


class Bench:
    def __init__(self, arguments):
        build = (SOURCE / arguments.build).resolve()
        self.match, self.data, self.runs, self.broken = build / "bin" / "match", build / "bench", arguments.runs, []
        self.data.mkdir(parents=True, exist_ok=True)
        self.limit = self.data / "limit_match"
        subprocess.run(["g++", "-O2", "-std=c++20", SHARED / "limit_match.cpp", "-o", self.limit], check=True)
        peers = os.environ.get("PEER_DIR")
        self.with_duckdb = bool(peers) and (pathlib.Path(peers) / "node_modules" / "@duckdb" / "node-api").exists()

    def judge(self, what, figure, most):
        if figure > most:
            self.broken.append(f"{what}: {figure:.2f}, at most {most}")
        return f"{figure:.2f} of {most}"

    def measure(self, name, folder, items, before):
        commands = [([self.match, folder, self.data / "answers.csv"],), ([self.limit, folder, self.data / "limit.csv"],)]
        if self.with_duckdb:
            commands.append((["node", SHARED / "match_duckdb.mjs", folder, self.data / "duckdb.csv"], {"THREADS": "1"}))
        (cpu, peak), (limit, _), *duckdb = best(self.runs, *commands)
        words = [f"{name:15} {items:>8} items  {cpu:7.3f} s", f"limit {limit:6.3f} s, ratio {self.judge(f'{name} {items} beside limit_match', cpu / limit, LIMIT_RATIO_MAX)}"]
        for other, _ in duckdb:
            words.append(f"DuckDB {other:6.3f} s, ratio {self.judge(f'{name} {items} beside DuckDB', cpu / other, DUCKDB_RATIO_MAX)}")
        words.append(f"peak {peak:.0f} MiB")
        if items >= 1_000_000:
            self.judge(f"{name} {items}, MiB", peak, PEAK_MIB_MAX)
        if before:
            growth = math.log(cpu / before[1]) / math.log(items / before[0])
            words.append(f"growth {self.judge(f'{name} {items}, growth', growth, GROWTH_MAX)}")
        print("  ".join(words), flush=True)
        return items, cpu

    def measure_equal_amounts(self):
        many, few = equal_amounts(self.data / "equal-many", EQUAL_ITEMS), equal_amounts(self.data / "equal-few", 1)
        (with_many, _), (with_few, _) = best(max(5, self.runs), ([self.match, many],), ([self.match, few],))
        cost = 1000 * (with_many - with_few)
        print(f"{EQUAL_ITEMS} items of one amount at one customer, {EQUAL_PAYMENTS} payments: {self.judge('equal amounts, ms', cost, EQUAL_MILLISECONDS_MAX)} ms")


def main():
    reader = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    reader.add_argument("--build", default="build/release")
    reader.add_argument("--items", default="10000,100000,1000000")
    reader.add_argument("--runs", type=int, default=3)
    arguments = reader.parse_args()
    if not (SHARED / "limit_match.cpp").exists():
        sys.exit(f"{SHARED} with the generator and the limit is not beside the project")
    bench = Bench(arguments)
    ordinary = large = None
    for items in sorted(map(int, arguments.items.split(","))):
        folder = made(bench.data / f"speed-{items}", items)
        ordinary = bench.measure("ordinary", folder, items, ordinary)
        large = bench.measure("large customer", with_large_customer(folder, bench.data / f"speed-{items}-large"), items, large)
    bench.measure_equal_amounts()
    for words in bench.broken:
        print(f"over its limit: {words}")
    sys.exit(1 if bench.broken else 0)


if __name__ == "__main__":
    main()
