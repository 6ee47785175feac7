#!/usr/bin/env python3
"""Makes the demo company: a U8-shaped SQLite database and bank statements for three days.

  make_company.py --out DIR --day N     DIR/u8.db as on the morning of day N, and day N's statements in DIR/bank
  make_company.py --truth               what a bookkeeper would decide, as JSON

Python's standard library only; the same SEED makes the same bytes.
"""
import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bank_files import write_statements  # noqa: E402
from company import DAYS, make_company  # noqa: E402
from figures import figures  # noqa: E402
from reminders import reminders  # noqa: E402
from story import Story, truth  # noqa: E402
from u8_database import Database  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--day", type=int, choices=DAYS)
    parser.add_argument("--truth", action="store_true")
    options = parser.parse_args()
    company = make_company()
    story = Story(company)
    if options.truth:
        json.dump({**truth(story), **reminders(company, story), "figures": figures(company, story)}, sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif options.out and options.day:
        Database(options.out / "u8.db", company, options.day)
        write_statements(options.out / "bank", story, options.day)
    else:
        parser.error("give --out DIR --day N, or --truth")


if __name__ == "__main__":
    main()
