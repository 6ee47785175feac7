#!/usr/bin/env python3
"""How right the matching engine is, through `settled pull`, `import` and `reconcile`, beside what an analyst does in SQL.

  match_table.py [--build build/release] [--items 10000] [--seeds 1,2,3,4,5] [--kinds normal,hard] [--data bare,traps]

For every size, seed and kind a company is made, with its open items and a statement whose truth is known (gen_match.py beside
the project in ../shared/bench; `traps`: with invoices that the ledger lacks and round payments on account). A line is right
only when the whole set of items is. Printed for every class of payments: precision and recall of what is settled without a
person, and beside it those of the four steps of SQL that an analyst writes (match_sqlite.py there) on the same lines; then
questions per 100 lines and how often the right answer is among the first three. Exit status 1 where a figure misses its limit.
"""
import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time

from measured import SHARED, SOURCE

AS_OF = "2026-11-30"
# Of all classes together; `multi`: payments of several invoices.
LIMITS = {
    ("normal", "bare"): {"precision": 0.9998, "recall": 0.983, "multi": 0.965},
    ("hard", "bare"): {"precision": 0.9995, "recall": 0.975, "multi": 0.945},
    ("normal", "traps"): {"precision": 0.9995},
    ("hard", "traps"): {"precision": 0.9995},
}
QUESTIONS_PER_100_MAX = 2
AMONG_FIRST_THREE_MIN = 0.95
NEVER_SETTLED = ("none", "dup")  # no customer's payment, or the same payment again

CONFIGURATION = """schema = 1
[store]
url = "sqlite:state/settled.db"
[company.demo]
currency = "CNY"
time_zone = "Asia/Shanghai"
[ledger.files]
company = "demo"
plugin = "ledger_files"
folder = "ledger"
opening_day = 2026-10-01
[bank_account.main]
company = "demo"
account = "TEST-0001"
currency = "CNY"
source = "inbox"
[statement_source.inbox]
plugin = "fetch_folder"
folder = "inbox"
then = "leave"
[matching]
bank_fee = { CNY = "50.00" }
early_payment_discount_percent = ["2", "3"]
"""


def python(program, *words):
    return subprocess.run([sys.executable, SHARED / program, *map(str, words)], check=True, stdout=subprocess.PIPE, text=True).stdout


def make(folder, items, seed, kind, data):
    generated = folder / "gen"
    if not generated.exists():
        python("gen_match.py", items, generated, "--seed", seed, *(["--hard"] if kind == "hard" else []))
        if data == "traps":
            python("add_traps.py", generated)
        python("to_canonical.py", generated, folder)
        an_hour_ago = time.time() - 3600  # a file put there a moment ago may still be written to
        for file in (folder / "inbox").iterdir():
            os.utime(file, (an_hour_ago, an_hour_ago))
        (folder / "settled.toml").write_text(CONFIGURATION)
        for path in [folder, *folder.rglob("*")]:
            path.chmod(path.stat().st_mode & ~0o022)
    return generated


def reconcile(settled, folder):
    shutil.rmtree(folder / "state", ignore_errors=True)
    for command in (["pull"], ["import"], ["reconcile", "--format", "json"]):
        run = subprocess.run([settled, "--config", folder / "settled.toml", *command, "--as-of", AS_OF], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
        if run.returncode != 0:
            sys.exit(f"settled {command[0]} ended with {run.returncode}: {run.stderr.strip()}")
    (folder / "result.json").write_text(run.stdout)
    return json.loads(run.stdout)


def classes(generated, answers):
    return {row["class"]: row for row in csv.DictReader(python("score_match.py", generated, answers).splitlines())}


def figure(row, what):
    return "     -" if row is None or row[what] == "nan" else f"{float(row[what]):6.4f}"


def print_table(ours, analyst):
    print(f"  {'':11} {'lines':>7}  {'settled':>7} {'wrong':>5}  precision recall F1       analyst's SQL: wrong  precision recall F1")
    for name, row in ours.items():
        other = analyst.get(name)
        print(f"  {name:11} {row['lines']:>7}  {row['answered']:>7} {row['wrong']:>5}  {figure(row, 'precision'):9} {figure(row, 'recall')} "
              f"{figure(row, 'f1')} {other['wrong'] if other else '-':>20}  {figure(other, 'precision'):9} {figure(other, 'recall')} "
              f"{figure(other, 'f1')}")


def over(ours, kind, data, questions_per_100, among_three):
    limits, all_lines = LIMITS[kind, data], ours["ALL"]
    missed = [f"{what} {all_lines[what]} below {limits[what]}" for what in ("precision", "recall")
              if what in limits and float(all_lines[what]) < limits[what]]
    if "multi" in limits and float(ours["multi"]["recall"]) < limits["multi"]:
        missed.append(f"recall of several invoices {ours['multi']['recall']} below {limits['multi']}")
    missed += [f"{ours[name]['wrong']} of {name} settled" for name in NEVER_SETTLED if name in ours and int(ours[name]["wrong"])]
    if questions_per_100 > QUESTIONS_PER_100_MAX:
        missed.append(f"{questions_per_100:.2f} questions per 100 lines, at most {QUESTIONS_PER_100_MAX}")
    if among_three is not None and among_three < AMONG_FIRST_THREE_MIN:
        missed.append(f"right answer among the first three {among_three:.3f}, at least {AMONG_FIRST_THREE_MIN}")
    return missed


def measure(settled, folder, items, seed, kind, data):
    folder.mkdir(parents=True, exist_ok=True)
    generated = make(folder, items, seed, kind, data)
    matches = reconcile(settled, folder)["matches"]
    said = python("result_from_json.py", folder / "result.json", folder / "result.csv", generated)
    questions, first_three = map(int, re.search(r"true answer (\d+), among first three (\d+)", said).groups())
    python("match_sqlite.py", generated, folder / "analyst.csv")
    ours, analyst = classes(generated, folder / "result.csv"), classes(generated, folder / "analyst.csv")
    per_100 = 100 * sum(match["state"] == "question" for match in matches) / int(ours["ALL"]["lines"])
    among_three = first_three / questions if questions else None
    print(f"{items} items, seed {seed}, {kind}, {data}")
    print_table(ours, analyst)
    print(f"  questions per 100 lines {per_100:.2f}; of {questions} questions with an answer in the ledger it is among the first three of "
          f"{first_three}")
    missed = over(ours, kind, data, per_100, among_three)
    for words in missed:
        print(f"  MISSED: {words}")
    sys.stdout.flush()
    return missed


def main():
    reader = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    reader.add_argument("--build", default="build/release")
    reader.add_argument("--items", default="10000")
    reader.add_argument("--seeds", default="1,2,3,4,5")
    reader.add_argument("--kinds", default="normal,hard")
    reader.add_argument("--data", default="bare,traps")
    arguments = reader.parse_args()
    build = (SOURCE / arguments.build).resolve()
    if not (SHARED / "gen_match.py").exists():
        sys.exit(f"{SHARED} with the generators is not beside the project")
    missed = 0
    for items in arguments.items.split(","):
        for seed in arguments.seeds.split(","):
            for kind in arguments.kinds.split(","):
                for data in arguments.data.split(","):
                    folder = build / "bench" / f"match-{items}-{seed}-{kind}-{data}"
                    missed += len(measure(build / "bin" / "settled", folder, items, seed, kind, data))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
