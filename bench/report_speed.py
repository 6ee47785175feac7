#!/usr/bin/env python3
"""What a great company's daily mail and workbook cost.

  report_speed.py [--build build/release] [--items 1000000]

A ledger of that many open items (one customer for twenty, three currencies, due between half a year ago and three months ahead) is pulled
from CSV, 2,000 bank entries are matched with it, and `settled report` makes the day's mail and workbook. Printed are the seconds on the
clock and the processor's, the peak of resident memory, the sizes of what was made, and beside them the time and memory of the pull.
Exit status 1 when the report is over its limit."""
import argparse
import csv
import datetime
import random
import sys
import tempfile
import time
from pathlib import Path

from measured import SOURCE, Run

sys.path.insert(0, str(SOURCE / "tests" / "end_to_end"))
import company  # noqa: E402

SECONDS_MAX, PEAK_MIB_MAX = 60, 500
DAY = datetime.date(2026, 11, 18)
CURRENCIES = ["CNY"] * 8 + ["USD", "EUR"]
NAMES = ["华信贸易有限公司", "Northwind Trading Ltd", "上海恒达科技股份有限公司", "Globex Metals GmbH"]
PAYMENTS = 2000


def write_ledger(folder, items):
    chance = random.Random(1)
    customers = max(1, items // 20)
    with open(folder / "customers.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["customer_id", "name", "email", "salesperson_name", "region"])
        out.writerows((f"C{i:06d}", f"{NAMES[i % 4]} {i}", f"ap{i}@customer.example", f"Sales {i % 40}", f"Region {i % 7}") for i in range(customers))
    kept = []
    with open(folder / "open_items.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(company.OPEN_ITEMS)
        for i in range(items):
            due = DAY + datetime.timedelta(days=chance.randint(-180, 90))
            amount = company.money(chance.randint(100, 10_000_000))
            customer = chance.randrange(customers)
            row = [i, f"C{customer:06d}", "invoice", f"INV-2026-{i:07d}", due - datetime.timedelta(days=30), due, CURRENCIES[i % 10], amount, amount]
            out.writerow(row)
            if len(kept) < PAYMENTS and row[6] == "CNY":
                kept.append((amount, f"{NAMES[customer % 4]} {customer}", row[3]))
    return kept


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--build", default="build/release")
    words.add_argument("--items", type=int, default=1_000_000)
    given = words.parse_args()
    company.SETTLED = Path(given.build).resolve() / "bin/settled"
    demo = company.Company()
    try:
        payments = write_ledger(demo.folder / "ledger", given.items)
        demo.statement("2026-11-17", payments)
        good = True
        for name in ("pull", "import", "reconcile", "report"):
            began = time.monotonic()
            done = Run(demo.command(name), show_errors=True, environment={"SETTLED_TEST_CLOCK": "2026-11-18T10:00:00+08:00"})
            seconds = time.monotonic() - began
            if done.status != 0:
                sys.exit(f"settled {name} ended with {done.status}")
            limit = f" (limit {SECONDS_MAX} s, {PEAK_MIB_MAX} MiB)" if name == "report" else ""
            print(f"{name:9}  {seconds:6.1f} s on the clock, {done.cpu:6.1f} s of processor, peak {done.peak:5.0f} MiB{limit}")
            good = name != "report" or (seconds <= SECONDS_MAX and done.peak <= PEAK_MIB_MAX)
        for made in sorted((demo.folder / "state" / "reports").rglob("*.*")):
            print(f"{made.name}: {made.stat().st_size / 1024:.0f} KiB")
    finally:
        demo.remove()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
