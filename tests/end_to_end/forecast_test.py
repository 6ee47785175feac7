#!/usr/bin/env python3
"""The forecast of receipts against what came true, on payment histories that were written before it (bench/payment_history.py).

Through `settled pull` and `settled forecast backtest`: the mean error of the paid day must be at least 15 % smaller than that of
the customer's average delay and 30 % smaller than that of the due date. SETTLED_SEEDS=N plays more histories than the usual three.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SETTLED = os.environ["SETTLED"]
HISTORY = Path(__file__).resolve().parents[2] / "bench" / "payment_history.py"
AS_OF = "2026-11-01"
BETTER_THAN_AVERAGE_DELAY, BETTER_THAN_DUE_DATE = 15, 30  # percent


def run(folder, *words):
    answer = subprocess.run([SETTLED, "--config", folder / "settled.toml", "--as-of", AS_OF, *words], capture_output=True, text=True,
                            timeout=120)
    if answer.returncode != 0:
        sys.exit(f"settled {' '.join(words)} ended with {answer.returncode}: {answer.stderr}")
    return answer.stdout


def cents(text):
    return int(text.replace(".", ""))


def main():
    missed = 0
    for seed in range(1, int(os.environ.get("SETTLED_SEEDS", "3")) + 1):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            subprocess.run([sys.executable, HISTORY, folder, "--seed", str(seed)], check=True, stdout=subprocess.DEVNULL)
            run(folder, "pull")
            tested = {row["method"]: row for row in json.loads(run(folder, "--format", "json", "forecast", "backtest"))["rows"]}
            by_week = json.loads(run(folder, "--format", "json", "forecast"))["rows"]
            by_item = json.loads(run(folder, "--format", "json", "forecast", "--items"))["rows"]
        better = [int(tested[method]["forecast_is_better_by"].split()[0]) for method in ("average delay", "due date")]
        expected, owed = sum(cents(row["expected"]) for row in by_week), sum(cents(row["owed"]) for row in by_item)
        print(f"seed {seed}: {tested['forecast']['items']} invoices, {tested['forecast']['mean_days_off']} days off "
              f"(average delay {tested['average delay']['mean_days_off']}, due date {tested['due date']['mean_days_off']}), better by "
              f"{better[0]} % and {better[1]} %, in the range of eight of ten: {tested['forecast']['in_range']}; "
              f"{len(by_item)} open items, their weeks add up to {expected / 100:,.2f}")
        if better[0] < BETTER_THAN_AVERAGE_DELAY or better[1] < BETTER_THAN_DUE_DATE:
            missed += 1
        if expected != owed or not by_item:
            print(f"seed {seed}: the weeks add up to {expected}, the items to {owed}")
            missed += 1
        if any(not row["why"] or not row["earliest"] <= row["expected"] <= row["latest"] for row in by_item):
            print(f"seed {seed}: an item without a reason, or with its day out of its range")
            missed += 1
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
