#!/usr/bin/env python3
"""Compares what was read from known bank-statement files with what a reader should obtain.

  compare.py --corpus DIR [--doubts FILE] [--verbose] FOLDER=COMMAND...

DIR holds expected.json and one folder per format. COMMAND reads the files whose paths are appended to it and
prints the JSON of `settled parse --format json`:

  compare.py --corpus DIR "mt940=statement_json plugins/statement_mt940.so" "camt053=settled parse --format json"

Compared per account (tables: see compare_table): currency, opening, closing, count, sum, first and last booking day; of the
first and the last booking: amount, days, references, reversal and status where the expectation gives them, counterparty and remittance with
all blanks left out (where a bank wraps a text, nobody can tell a blank from none); for BAI2 the expectation holds the
raw record as its remittance, cut off, which the text must go on. A file broken on purpose must be
answered by an error or a diagnostic. A doubt names one value of the expectation that the file itself contradicts, with
the evidence; the value must then be the one that the doubt states.

Exit status: 0 all agree, 1 some differ, 77 the corpus is not here (a skipped test).
"""
import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from decimal import Decimal

SAMPLE_FIELDS = {  # expectation → field of an entry
    "date": "booking_date",
    "value_date": "value_date",
    "end_to_end_id": "end_to_end_id",
    "structured_ref": "structured_reference",
    "counterparty": "counterparty_name",
    "remittance": "remittance",
}
STATUS = {"BOOK": "booked", "PDNG": "pending", "INFO": "pending"}
ABSENT_ID = "NOTPROVIDED"  # what SEPA writes where there is no id
FILES_PER_CALL = 50
RAW_RECORDS = ("16,",)  # how an expectation begins that holds a record as it stands in the file
TABLES = ("csv", "csv-cn")


def without_blanks(value):
    return None if value is None else "".join(str(value).split())


def amount(value):
    return None if value is None else Decimal(value)


def parts_of(entry):
    """The booking and its itemised parts, for values that a batch keeps in its details."""
    return [entry] + entry.get("details", [])


def accounts_of(file):
    """Statements of one file, gathered per account in the order in which the accounts appear."""
    accounts = {}
    for statement in file["statements"]:
        account = accounts.setdefault(statement["account"], {"currency": None, "openings": [], "closings": [], "entries": []})
        account["currency"] = account["currency"] or statement["currency"]
        account["openings"].append(statement["opening"] and statement["opening"]["amount"])
        account["closings"].append(statement["closing"] and statement["closing"]["amount"])
        account["entries"] += statement["entries"]
    return accounts


def account_values(account):
    days = sorted(entry["booking_date"] for entry in account["entries"] if entry["booking_date"])
    return {
        "currency": account["currency"],
        "opening": amount(account["openings"][0]),
        "closing": amount(account["closings"][-1]),
        "count": len(account["entries"]),
        "sum": sum((Decimal(entry["amount"]) for entry in account["entries"]), Decimal(0)),
        "first_date": days[0] if days else None,
        "last_date": days[-1] if days else None,
    }


def compare_table(expected, file):
    """Tables state account and balances in their own ways (a line above, a column of balances): what the expectation leaves
    null is not compared, and an account without a name is the rows of its currency."""
    rows = {}
    for statement in file["statements"]:
        rows.setdefault(statement["currency"], []).extend(statement["entries"])
    for account in expected["accounts"]:
        currencies = rows.keys() if account["currency"] is None else {account["currency"]} & rows.keys()
        entries = [entry for currency in currencies for entry in rows[currency]]
        values = account_values({"currency": account["currency"], "openings": [None], "closings": [None], "entries": entries})
        for key in ("count", "sum", "first_date", "last_date"):
            wanted = amount(account[key]) if key == "sum" else account[key]
            if wanted != values[key]:
                yield f"{account['currency']} {key}", wanted, values[key]
        names = {statement["account"] for statement in file["statements"]}
        if account["id"] is not None and account["id"] not in names:
            yield f"account {account['id']}", account["id"], sorted(str(name) for name in names)
    for currency in rows.keys() - {account["currency"] for account in expected["accounts"]}:
        if expected["accounts"][0]["currency"] is not None:
            yield f"currency {currency}", "absent", "present"


def compare_accounts(expected, file):
    found = accounts_of(file)
    for account in expected["accounts"]:
        name = account["id"]
        if name not in found:
            if account["count"] or account["opening"] or account["closing"]:
                yield f"account {name}", name, sorted(str(key) for key in found)
            continue
        values = account_values(found[name])
        for key, value in values.items():
            wanted = account[key]
            if key in ("opening", "closing", "sum"):
                wanted = amount(wanted)
            if wanted is None and key in ("currency", "first_date", "last_date"):  # a reader may fall back to another day
                continue
            if wanted != value:
                yield f"{name} {key}", wanted, value
    for name in found.keys() - {account["id"] for account in expected["accounts"]}:
        if found[name]["entries"]:
            yield f"account {name}", "absent", "present"


def holds_text(raw, text):
    """Does a raw record end with the beginning of this text? Commas and slashes part its fields."""
    raw, text = (re.sub(r"[\s,/]", "", part or "") for part in (raw, text))
    start = raw.find(text[:20])
    return bool(text) and start >= 0 and text.startswith(raw[start:])


def compare_booking(where, wanted, entry):
    if amount(wanted["amount"]) != amount(entry["amount"]):
        yield f"{where} amount", wanted["amount"], entry["amount"]
    for key, field in SAMPLE_FIELDS.items():
        if key not in wanted:
            continue
        value = wanted[key]
        values = value if isinstance(value, list) else [value]
        folded = {without_blanks(part.get(field)) for part in parts_of(entry)}
        if value == ABSENT_ID and None in folded:
            continue
        if key == "remittance" and str(value).startswith(RAW_RECORDS) and holds_text(value, entry.get(field)):
            continue
        if not any(without_blanks(value) in folded for value in values):
            yield f"{where} {field}", value, entry.get(field)
    if "reversal" in wanted and (wanted["reversal"] == "true") != entry["reversal"]:
        yield f"{where} reversal", wanted["reversal"], entry["reversal"]
    if wanted.get("mark", "").upper() in ("RC", "RD") and not entry["reversal"]:
        yield f"{where} reversal", wanted["mark"], entry["reversal"]
    if "status" in wanted and STATUS.get(wanted["status"], wanted["status"]) != entry["status"]:
        yield f"{where} status", wanted["status"], entry["status"]


def differences(case, file):
    if file["error"]:
        yield "error", None, file["error"]
        return
    yield from (compare_table if case["format"] in TABLES else compare_accounts)(case["expected"], file)
    entries = [entry for account in accounts_of(file).values() for entry in account["entries"]]
    samples = case["expected"]["sample"]
    if samples and entries:
        yield from compare_booking("first booking", samples[0], entries[0])
        yield from compare_booking("last booking", samples[-1], entries[-1])


def settle_doubts(case, found, doubts):
    """Leaves the differences that no doubt explains; names doubts that have become untrue."""
    for key, wanted, value in found:
        doubt = next((d for d in doubts if d["file"] == case["file"] and d["value"] == key), None)
        if doubt is None or without_blanks(doubt["is"]) != without_blanks(value):
            yield key, wanted, value


def read_files(command, paths):
    files = {}
    for start in range(0, len(paths), FILES_PER_CALL):
        part = paths[start:start + FILES_PER_CALL]
        done = subprocess.run(shlex.split(command) + part, stdout=subprocess.PIPE, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"{command} ended with {done.returncode}")
        for path, file in zip(part, json.loads(done.stdout)["files"]):
            files[path] = file
    return files


def compare_folder(cases, corpus, command, doubts, verbose):
    files = read_files(command, [os.path.join(corpus, case["file"]) for case in cases])
    agreeing = answered = doubted = 0
    failed = False
    for case in cases:
        file = files[os.path.join(corpus, case["file"])]
        if case["malformed"]:
            told = bool(file["error"] or file["diagnostics"])
            answered += told
            if not told:
                failed = True
                print(f"  {case['file']}: broken on purpose, and nothing was said about it")
            continue
        found = list(differences(case, file))
        left = list(settle_doubts(case, found, doubts))
        agreeing += not left
        doubted += bool(found) and not left
        failed = failed or bool(left)
        for key, wanted, value in left:
            print(f"  {case['file']}: {key}: expected {wanted!r}, found {value!r}")
        if verbose and found and not left:
            print(f"  {case['file']}: agrees but for doubtful expectations: {', '.join(key for key, _, _ in found)}")
    broken = sum(case["malformed"] for case in cases)
    folder = cases[0]["format"]
    print(f"{folder}: {agreeing} of {len(cases) - broken} agree" + (f" ({doubted} with a doubtful expectation)" if doubted else "")
          + (f"; {answered} of {broken} broken ones answered" if broken else ""))
    return failed


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("--corpus", required=True)
    reader.add_argument("--doubts")
    reader.add_argument("--verbose", action="store_true")
    reader.add_argument("folders", nargs="+", metavar="FOLDER=COMMAND")
    arguments = reader.parse_args()
    expectations = os.path.join(arguments.corpus, "expected.json")
    if not os.path.exists(expectations):
        print("the corpus of statement files is not here")
        return 77
    with open(expectations, encoding="utf-8") as stream:
        cases = json.load(stream)
    doubts = []
    if arguments.doubts:
        with open(arguments.doubts, encoding="utf-8") as stream:
            doubts = json.load(stream)
    failed = False
    for pair in arguments.folders:
        folder, command = pair.split("=", 1)
        chosen = [case for case in cases if case["format"] == folder]
        failed = compare_folder(chosen, arguments.corpus, command, doubts, arguments.verbose) or failed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
