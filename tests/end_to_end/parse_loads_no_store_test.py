#!/usr/bin/env python3
"""`settled parse` reads a statement without configuration and without a database: no library of the store, SOCI, SQLite or
libpq is ever mapped into any of its processes, seen in the middle of the reading."""
import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

import company

FORBIDDEN = ("settled_store", "soci", "sqlite", "libpq")
HEADINGS = "account,currency,booking_date,value_date,amount,counterparty_name,counterparty_account,remittance,bank_reference\n"
ROW = "TEST-0001,CNY,2026-11-17,2026-11-17,1.00,Customer One Ltd.,,INV-1,B{}\n"
ROWS = 60_000


def descendants(pid):
    found, waiting = [], [pid]
    while waiting:
        process = waiting.pop()
        found.append(process)
        try:
            for task in Path(f"/proc/{process}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


class Parse(unittest.TestCase):
    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        self.file = self.company.folder / "long.csv"
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(HEADINGS)
            file.writelines(ROW.format(i) for i in range(ROWS))

    def test_no_library_of_the_store_is_loaded(self):
        # Nobody reads its output, so it waits in the middle of the file for as long as we look.
        reading, writing = os.pipe()
        parse = subprocess.Popen([str(company.SETTLED), "parse", "--format", "json", str(self.file)], stdout=writing,
                                 stdin=subprocess.DEVNULL, cwd="/")
        os.close(writing)
        with os.fdopen(reading, "rb") as output:
            begun = output.read(1000)
            mapped = {}
            for process in descendants(parse.pid):
                mapped[process] = Path(f"/proc/{process}/maps").read_text()
            told = json.loads(begun + output.read())
        self.assertEqual(parse.wait(), 0)
        self.assertEqual(len(told["files"][0]["statements"][0]["entries"]), ROWS)
        self.assertTrue(any("statement_csv" in maps for maps in mapped.values()), "the reader was seen at work")
        for process, maps in mapped.items():
            for library in FORBIDDEN:
                self.assertNotIn(library, maps, f"process {process} has {library} mapped")

    def test_the_store_would_be_seen(self):
        """The same look at a command that does open the store finds it: the test above can fail."""
        environment = {**self.company.environment("2026-11-18T10:00:00+08:00"), "LD_DEBUG": "files",
                       "LD_DEBUG_OUTPUT": str(self.company.folder / "loaded")}
        command = self.company.command("status")
        self.assertEqual(subprocess.run(command, env=environment, capture_output=True, check=False).returncode, 0)
        loaded = "".join(file.read_text(errors="replace") for file in self.company.folder.glob("loaded.*"))
        for library in ("settled_store", "soci", "sqlite"):
            self.assertIn(library, loaded)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
