#!/usr/bin/env python3
"""The guide docs/add-your-erp.md, in English and in Chinese, followed from nothing: its files are written where it says, its commands are run in its
order, and what comes out is what the ERP of its example owes."""
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
SETTLED = Path(os.environ["SETTLED"]).resolve()
SECONDS_MAX = 120
# A file is named as `path` in the words before its block.
BLOCK = re.compile(r"(?P<words>[^\n]*(?:\n(?!```)[^\n]*)*)\n```(?P<language>\w+)\n(?P<text>.*?)^```$", re.M | re.S)


class AddYourErp(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-guide-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, text):
        path = self.folder / name
        if name.endswith(".db"):
            with sqlite3.connect(path) as database:
                database.executescript(text)
        else:
            # The driver has another name where odbcinst.ini does not name it.
            driver = next(iter(Path("/usr/lib").glob("*/odbc/libsqlite3odbc.so")))
            path.write_text(text.replace("Driver=SQLite3", f"Driver={driver}"), encoding="utf-8")
        path.chmod(path.stat().st_mode & ~0o022)

    def run_line(self, line):
        words = shlex.split(line)
        self.assertEqual(words[0], "settled", line)
        run = subprocess.run([SETTLED, *words[1:]], cwd=self.folder, capture_output=True, text=True, timeout=SECONDS_MAX, check=False)
        self.assertEqual(run.returncode, 0, f"{line}\n{run.stdout}\n{run.stderr}")
        return run.stdout

    def test_the_guide_from_top_to_bottom(self):
        self.follow("add-your-erp.md")

    def test_the_chinese_guide_from_top_to_bottom(self):
        self.follow("add-your-erp.zh-CN.md")

    def follow(self, guide):
        said, written = {}, []
        for block in BLOCK.finditer((DOCS / guide).read_text(encoding="utf-8")):
            if block["language"] == "sh":
                for line in block["text"].splitlines():
                    said[line] = self.run_line(line)
                continue
            named = [name for name in re.findall(r"`([\w./-]+\.(?:db|sql|toml))`", block["words"]) if "/" in name or name in ("kontor.db", "settled.toml")]
            self.assertTrue(named, f"no file is named before:\n{block['text']}")
            # The nearest to the block, but a file that is only told of once more stands behind the one that is meant.
            name = next((one for one in named if one not in written), None)
            self.assertIsNotNone(name, f"{named} are all written already")
            self.write(name, block["text"])
            written.append(name)
        self.assertEqual(sorted(written), ["connectors/kontor/connector.toml", "connectors/kontor/customers.sql", "connectors/kontor/left_out.sql",
                                           "connectors/kontor/open_items.sql", "kontor.db", "settled.toml"])
        told = "".join(said.values())
        for words in ("wrote ", "draft", "cancelled"):
            self.assertIn(words, told)
        aging = json.loads(self.run_line("settled --config settled.toml aging --as-of 2026-11-18 --format json"))
        owed = {(row["customer"], row["currency"]): row["total"] for row in aging["companies"][0]["customers"]}
        self.assertEqual(owed, {("kontor:D001", "EUR"): "1550.50", ("kontor:D002", "CNY"): "6400.00"})


if __name__ == "__main__":
    if not list(Path("/usr/lib").glob("*/odbc/libsqlite3odbc.so")):
        print("SQLite's ODBC driver is not installed")
        raise SystemExit(77)
    unittest.main()
