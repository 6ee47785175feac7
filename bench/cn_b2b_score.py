#!/usr/bin/env python3
"""What a matching engine made of the month of cn_b2b.py: whose money it is, and which items, judged apart.

  cn_b2b_score.py FOLDER RESULT.csv [--wrong N]     RESULT as match_quality writes it; N: lines shown a class that went wrong or were asked

Customer: of the lines settled or on account, the customer is the truth's; money of a customer that was called no receivable, or returned, is wrong.
Items: of the settled lines, the set of items is exactly the truth's. "Named and settled": of the lines whose text names the items.
Targets: of what is decided without a person, the customer is right at least 9,995 times in 10,000; at most 5 questions per 100 lines.
The exit status is 1 where one is missed.
"""
import argparse
import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

KINDS = "rolling oldest single several part short missing twice returned newcomer bill other".split()
PRECISION_MIN, QUESTIONS_PER_100_MAX = 0.9995, 5


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def share(part, rest):
    return f"{part / (part + rest):.4f}" if part + rest else "-"


def score(folder, result, show):
    found = {row["line_id"]: row for row in rows_of(result)}
    lines = {row["line_id"]: row for row in rows_of(folder / "lines.csv")}
    sums, examples = defaultdict(Counter), defaultdict(list)
    for truth in rows_of(folder / "truth.csv"):
        row = found.get(truth["line_id"], {"state": "unmatched", "customer_id": "", "item_ids": ""})
        state = row["state"]
        decided = state in ("settled", "on_account", "booked", "partly_booked")
        marks = ["lines", state if state in ("question", "unmatched", "not_receivable", "reversed") else "decided"]
        if decided:
            right = row["customer_id"] == truth["customer_id"]
            marks.append("customer_right" if right else "customer_wrong")
            if not right:
                examples["customer wrong", truth["class"]].append((truth, row))
            items = frozenset(filter(None, row["item_ids"].split(";")))
            if items:
                right = items == frozenset(filter(None, truth["item_ids"].split(";")))
                marks.append("items_right" if right else "items_wrong")
                if not right:
                    examples["items wrong", truth["class"]].append((truth, row))
        elif state in ("not_receivable", "reversed") and truth["customer_id"]:
            marks.append("customer_wrong")
            examples["customer wrong", truth["class"]].append((truth, row))
        elif state in ("question", "unmatched") and truth["customer_id"] and truth["payer"] in ("known", "own"):
            examples["asked", truth["class"]].append((truth, row))
        if truth["knowable"] == "yes":
            marks.append("knowable")
            if decided and row["item_ids"]:
                marks.append("known")
        for name in (truth["class"], "payer " + truth["payer"], "text " + truth["text"], "ALL"):
            sums[name].update(marks)
    print(f"{'class':<16}{'lines':>7}{'decided':>9}{'question':>9}{'unmatched':>10}{'not rec.':>9} |"
          f"{'customer':>9}{'wrong':>6}{'precision':>10} |{'items':>7}{'wrong':>6}{'precision':>10}{'named and settled':>18}")
    for name in KINDS + sorted(name for name in sums if name.startswith(("payer", "text"))) + ["ALL"]:
        s = sums[name]
        print(f"{name:<16}{s['lines']:>7}{s['decided']:>9}{s['question']:>9}{s['unmatched']:>10}{s['not_receivable']:>9} |"
              f"{s['customer_right']:>9}{s['customer_wrong']:>6}{share(s['customer_right'], s['customer_wrong']):>10} |"
              f"{s['items_right']:>7}{s['items_wrong']:>6}{share(s['items_right'], s['items_wrong']):>10}"
              f"{share(s['known'], s['knowable'] - s['known']):>18}")
    everything = sums["ALL"]
    precision = everything["customer_right"] / max(1, everything["customer_right"] + everything["customer_wrong"])
    questions = 100 * everything["question"] / max(1, everything["lines"])
    unmatched = 100 * everything["unmatched"] / max(1, everything["lines"])
    print(f"customer precision {precision:.5f} (at least {PRECISION_MIN}), questions per 100 lines {questions:.2f} "
          f"(at most {QUESTIONS_PER_100_MAX}), unmatched per 100 lines {unmatched:.2f}")
    for (what, name), rows in sorted(examples.items()):
        for truth, row in rows[:show]:
            line = lines[truth["line_id"]]
            print(f"{what}, {name} ({len(rows)} of them): {line['date']} {int(line['amount_cents']) / 100:.2f} "
                  f"\"{line['payer_name']}\" {line['payer_account']} \"{line['remittance']}\": {row['state']} {row['customer_id']} "
                  f"{row['item_ids']} ({row.get('why', '')}); truth {truth['customer_id']} {truth['item_ids']}")
    return 0 if precision >= PRECISION_MIN and questions <= QUESTIONS_PER_100_MAX else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--wrong", type=int, default=0)
    said = parser.parse_args()
    return score(said.folder, said.result, said.wrong)


if __name__ == "__main__":
    sys.exit(main())
