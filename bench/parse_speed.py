#!/usr/bin/env python3
"""How fast `settled parse` reads statements, beside what cannot be beaten and beside other readers.

  parse_speed.py [--build build/release] [--formats mt940,csv] [--entries 100000,1000000] [--runs 5]

For every format and size: files are made once (build/…/bench), `settled parse --no-limits --summary FILE` and the
limit program run in turn, and a line is printed: entries, whether count and sum are the generator's, processor seconds
(user and system, of a process and its children; the best of the runs) of both, their ratio, peak of resident memory,
and how processor time grows from the size before (1 is linear). Other readers are run on the smallest size,
where they are installed (peers.py; node packages in the folder that PEER_DIR names). Exit status 1 when a figure is over its limit.

The limit is a forward scan by hand (parse_limits.cpp) that checks and keeps nothing; for GBK that and iconv(1); for
CAMT pugixml's load and walk of the document. Where ../shared/bench is beside the project, its generator and scan are used.
"""
import argparse
import json
import math
import re
import subprocess
import sys

from measured import SHARED, SOURCE, Run

PEAK_MIB_MAX = 64
GROWTH_MAX = 1.05
RUNS_FOR_PEERS = 1


class Format:
    def __init__(self, name, scan, ratio_max, peers=(), shared=True):
        self.name, self.scan, self.ratio_max, self.peers, self.shared = name, scan, ratio_max, peers, shared


# ratio_max None: measured, without a limit to keep.
FORMATS = [
    Format("mt940", "mt940", 3, ("mt940-js", "mt940")),
    Format("ofx1", "ofx", 3, ("ofx-js", "ofxparse")),
    Format("bai2", "bai2", 3),
    Format("csv", "csv", 3, ("csv", "pandas")),
    Format("csv-gbk", "csv", 3, ("csv-gbk", "pandas-gbk")),
    Format("camt053", "camt", 1, ("lxml-camt", "fast-xml-parser")),
    Format("coda", "coda", None, shared=False),
    Format("norma43", "norma43", None, shared=False),
    Format("cfonb120", "cfonb120", None, shared=False),
    Format("qif", "qif", None, shared=False),
]


class Bench:
    def __init__(self, arguments):
        self.build = (SOURCE / arguments.build).resolve()
        self.settled = self.build / "bin" / "settled"
        self.data = self.build / "bench"
        self.data.mkdir(parents=True, exist_ok=True)
        self.runs = arguments.runs
        self.broken = []
        self.with_shared = (SHARED / "gen_stmt.py").exists() and (SHARED / "limit_parse.cpp").exists()
        self.shared_scan = self.data / "limit_parse"
        if self.with_shared:
            subprocess.run(["g++", "-O2", "-std=c++20", SHARED / "limit_parse.cpp", "-lpugixml", "-o", self.shared_scan], check=True)

    def file(self, what, entries):
        """The statements, made when they are not there yet, and their sum in cents."""
        shared = self.with_shared and what.shared
        path = self.data / f"{'shared' if shared else 'own'}.{what.name}.{entries}"
        note = path.with_name(path.name + ".sum")
        if not note.exists():
            own = "fixed_statements.py" if what.name in ("coda", "norma43", "cfonb120") else "statement_files.py"
            generator = SHARED / "gen_stmt.py" if shared else SOURCE / "bench" / own
            made = subprocess.run([sys.executable, generator, what.name, str(entries), path], stderr=subprocess.PIPE, text=True, check=True)
            note.write_text(re.search(r"sum(?:_cents=| )(-?\d+)", made.stderr).group(1))
        return path, int(note.read_text())

    def limit_commands(self, what, path):
        if self.with_shared and what.shared:
            scan = [self.shared_scan, "pugi-walk" if what.scan == "camt" else what.scan, path]
        else:
            scan = [self.build / "bin" / "parse_limits", what.scan, path]
        return [scan] + ([["iconv", "-f", "GBK", "-t", "UTF-8", path]] if what.name == "csv-gbk" else [])

    def answers_rightly(self, path, entries, cents):
        read = Run([self.settled, "parse", "--no-limits", "--summary", "--format", "json", path], keep_output=True)
        statements = json.loads(read.output)["files"][0]["statements"]
        total = sum(round(float(statement["sum"]) * 100) for statement in statements)
        return read.status == 0 and sum(statement["count"] for statement in statements) == entries and total == cents

    def measure(self, what, entries, before):
        """Prints the line; returns our processor seconds."""
        path, cents = self.file(what, entries)
        right = self.answers_rightly(path, entries, cents)
        ours, limits = [], []
        for _ in range(self.runs):
            ours.append(Run([self.settled, "parse", "--no-limits", "--summary", path]))
            limits.append(sum(Run(command).cpu for command in self.limit_commands(what, path)))
        cpu, limit, peak = min(run.cpu for run in ours), min(limits), max(run.peak for run in ours)
        ratio = cpu / limit
        words = [f"{what.name:9} {entries:>8} entries", "sum right" if right else "SUM WRONG", f"{cpu:7.3f} s", f"limit {limit:6.3f} s",
                 f"ratio {ratio:5.2f}" + (f" of {what.ratio_max}" if what.ratio_max else "     "), f"peak {peak:5.1f} of {PEAK_MIB_MAX} MiB",
                 f"{entries / cpu / 1e6:5.2f} million/s"]
        growth = None
        if before:
            growth = math.log(cpu / before[1]) / math.log(entries / before[0])
            words.append(f"growth {growth:4.2f} of {GROWTH_MAX}")
        over = [name for name, wrong in (("sum", not right), ("ratio", what.ratio_max and ratio > what.ratio_max),
                                         ("peak", peak > PEAK_MIB_MAX), ("growth", growth and growth > GROWTH_MAX)) if wrong]
        print("  ".join(words) + ("  OVER: " + ", ".join(over) if over else ""), flush=True)
        self.broken += [f"{what.name} {entries}: {name}" for name in over]
        return entries, cpu

    def compare(self, what, entries, ours):
        path, cents = self.file(what, entries)
        for peer in what.peers:
            run = Run([sys.executable, SOURCE / "bench" / "peers.py", peer, path], keep_output=True)
            if run.status == 77:
                print(f"{'':9} {peer} is not installed")
                continue
            answer = run.output.split()
            right = run.status == 0 and answer[-2:] == [str(entries), str(cents)]
            print(f"{'':9} {peer:16} {'sum right' if right else 'ANOTHER ANSWER'}  {run.cpu:7.3f} s  {run.cpu / ours:6.1f} times ours  "
                  f"peak {run.peak:6.1f} MiB", flush=True)


def main():
    reader = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    reader.add_argument("--build", default="build/release")
    reader.add_argument("--formats", default=",".join(what.name for what in FORMATS))
    reader.add_argument("--entries", default="100000,1000000")
    reader.add_argument("--runs", type=int, default=5)
    reader.add_argument("--without-peers", action="store_true")
    arguments = reader.parse_args()
    bench = Bench(arguments)
    sizes = sorted(int(size) for size in arguments.entries.split(","))
    wanted = arguments.formats.split(",")
    if unknown := set(wanted) - {what.name for what in FORMATS}:
        sys.exit(f"unknown formats: {', '.join(sorted(unknown))}")
    for what in FORMATS:
        if what.name not in wanted:
            continue
        measured = []
        for entries in sizes:
            measured.append(bench.measure(what, entries, measured[-1] if measured else None))
        if not arguments.without_peers:
            bench.compare(what, sizes[0], measured[0][1])
    for words in bench.broken:
        print(f"over its limit: {words}")
    sys.exit(1 if bench.broken else 0)


if __name__ == "__main__":
    main()
