#!/usr/bin/env python3
"""What a pull costs beside the raw fetch of the driver, in one run.

  pull_speed.py [--build build/release] [--rows 1000000] [--runs 3]

A PostgreSQL of this run gets the table of invoices of ../shared/bench (odbc_setup.sql, 12 columns). `pull` reads it through the plugin
ledger_odbc into typed records and looks for changes; odbc_fetch.cpp of ../shared/bench, compiled here, fetches the same columns into
bound, typed buffers with the same cursor and keeps nothing. Both run in turn; printed are processor seconds (user and system, the best of
the runs), their ratio, and the peak of resident memory. The same again with a SQLite file, peak alone. `settled pull` as IT runs it, the
plugin in a child and the rows into the store, is told beside it. Exit status 1 when a figure is over its limit."""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measured import SHARED, SOURCE, Run

sys.path.insert(0, str(SOURCE / "tests" / "support"))
import postgres  # noqa: E402

RATIO_MAX = 1.25
PEAK_MIB_MAX = 64


CONFIGURATION = """schema = 1
[store]
url = "sqlite:settled.db"
[company.demo]
currency = "CNY"
time_zone = "Asia/Shanghai"
[ledger.erp]
company = "demo"
plugin = "ledger_odbc"
connector = "bench_invoices"
connector_folder = "CONNECTORS"
connection = "CONNECTION"
password = "secret:erp"
allow_writable_account = true
"""


def run(command):
    done = Run(command, keep_output=True, show_errors=True)
    if done.status != 0:
        sys.exit(f"{command[0]} ended with {done.status}")
    return done.cpu, done.peak, done.output.strip()


def sqlite_file(path, rows):
    """The same table; money as the program that keeps it would."""
    import sqlite3
    link = sqlite3.connect(path)
    link.execute("CREATE TABLE inv (id INTEGER PRIMARY KEY, customer_id TEXT, customer_name TEXT, number TEXT, doc_date DATE, due_date DATE, "
                 "amount DECIMAL(18,2), open_amount DECIMAL(18,2), currency TEXT, email TEXT, changed_at TIMESTAMP, note TEXT)")
    names = ["华信贸易有限公司", "Northwind Trading Ltd", "上海恒达科技股份有限公司", "Globex Metals GmbH"]
    link.executemany("INSERT INTO inv VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                     ((i, f"C{i * 7919 % 50000:07d}", names[i % 4], f"INV-2026-{i:06d}", "2026-01-05", "2026-02-05", i * 48271 % 10000000 / 100,
                       i * 48271 % 10000000 / 100, "CNY", f"billing{i % 50000}@example.com", "2026-11-01 00:00:01", f"order {i}") for i in range(1, rows + 1)))
    link.commit()
    link.close()


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--build", default="build/release")
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--runs", type=int, default=3)
    given = words.parse_args()
    pull = Path(given.build).resolve() / "bin/pull"
    if not SHARED.exists() or postgres.obstacle() or not shutil.which("g++"):
        sys.exit(f"cannot be measured here: {postgres.obstacle() or 'no shared/bench or no g++'}")
    good = True
    with tempfile.TemporaryDirectory(prefix="settled-bench-") as temporary, postgres.PostgreSql() as server:
        temporary = Path(temporary)
        fetch = temporary / "odbc_fetch"
        subprocess.run(["g++", "-O2", "-std=c++20", SHARED / "odbc_fetch.cpp", "-o", fetch, "-lodbc"], check=True)
        table = (SHARED / "odbc_setup.sql").read_text().replace(":n)", f"{given.rows})")
        server.create_database("bench", table.encode())
        connection = f"Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port={server.port};Database=bench;UID=reader;PWD={postgres.PASSWORD}"
        plain = connection.replace(f";PWD={postgres.PASSWORD}", "")
        os.environ["SETTLED_BENCH_PASSWORD"] = postgres.PASSWORD
        raw = [fetch, connection + ";UseDeclareFetch=1;Fetch=5000;", "bind-typed", "1000"]
        ours = [pull, plain, temporary / "hashes"]
        first = run(ours)
        print(f"first pull:  {first[2]}")
        pairs = [(run(ours), run(raw)) for _ in range(given.runs)]
        mine, theirs = min(one[0] for one, _ in pairs), min(other[0] for _, other in pairs)
        peak = max(one[1] for one, _ in pairs)
        print(f"second pull: {pairs[0][0][2]}\nraw fetch:   {pairs[0][1][2]}")
        print(f"PostgreSQL, {given.rows} rows: {mine:.2f} s against {theirs:.2f} s of the raw typed fetch: {mine / theirs:.2f} times (limit {RATIO_MAX}); "
              f"peak {peak:.0f} MiB (limit {PEAK_MIB_MAX})")
        good = mine / theirs <= RATIO_MAX and peak <= PEAK_MIB_MAX
        (temporary / "settled.toml").write_text(
            CONFIGURATION.replace("CONNECTORS", str(SOURCE / "bench" / "pull_connector")).replace("CONNECTION", plain))
        agent = [Path(given.build).resolve() / "bin/settled", "--config", temporary / "settled.toml"]
        subprocess.run([*agent, "secret", "set", "erp"], input=postgres.PASSWORD.encode() + b"\n", check=True, stdout=subprocess.DEVNULL)
        for name in ("first", "nothing changed"):
            cpu, peak, _ = run([*agent, "pull"])
            print(f"settled pull, child and store, {name}: {cpu:.2f} s, peak of the largest process {peak:.0f} MiB")
        sqlite_file(temporary / "inv.db", given.rows)
        cpu, peak, said = run([pull, f"Driver=SQLite3;Database={temporary / 'inv.db'}", temporary / "hashes-sqlite"])
        print(f"SQLite, {said}: {cpu:.2f} s, peak {peak:.0f} MiB (limit {PEAK_MIB_MAX})")
        good = good and peak <= PEAK_MIB_MAX
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
