#!/usr/bin/env python3
"""Customers, payers and texts that are attacks stand in the daily mail and its workbook. LibreOffice opens the workbook and sees no
formula that came from data; a headless Chromium opens the page and finds no element that a harmless day does not have, no script
that ran, and nobody is asked anything."""
import collections
import html
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import company
from hostile_letters_test import CHROMIUM, Listener, payloads

CLOCK = "2026-11-18T10:00:00+08:00"
OFFICE = shutil.which("soffice")
AT_ONCE = 10  # a table of the mail shows as many rows
HARMLESS = str.maketrans("<>&\"'", "().``")
OURS = re.compile(r"of:=SUMIF\(\[\.\$?[A-Z]+\$?2(:\.\$?[A-Z]+\$?\d+)?\];\"[A-Z]{3}\";\[\.\$?[A-Z]+\$?2(:\.\$?[A-Z]+\$?\d+)?\]\)")
FORMULA_SEEDS = ["=1+1", "=HYPERLINK(\"http://127.0.0.1:9/x\",\"pay\")", "=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1",
                 "=WEBSERVICE(\"http://127.0.0.1:9/x\")", "=IMPORTXML(\"http://127.0.0.1:9/x\",\"//a\")", "{=1+1}", "=DDE(\"a\",\"b\",\"c\")",
                 "=INDIRECT(\"A1\")", "＝1+1", "of:=1+1", "msoxl:=1+1", "=RTD(\"a\",,\"b\")", "=CALL(\"a\",\"b\",\"c\")", "=SUM(A1:A9)", "=2+5+cmd|' /C calc'!A0"]
FORMULA_WAYS = ["{}", " {}", "'{}", "\"{}\"", "{};{}", "\ufeff{}", "\u200b{}", "{}\n{}", "%{}", "0{}"]
FORMULAS = [way.replace("{}", seed) for seed in FORMULA_SEEDS for way in FORMULA_WAYS]


def day_of(names, texts):
    """One company's day: each name is a customer's that is late and a payer's; each text stands in a payment."""
    made = company.Company()
    for i, name in enumerate(names):
        made.customers.append([f"C{i:03d}", name, f"c{i:03d}@demo.example", ""])
        made.invoice(f"INV-{i:03d}7", f"C{i:03d}", f"{100 + i}.00")
    made.write_ledger()
    made.statement("2026-11-17", [(f"{11 + i}.37", name, text) for i, (name, text) in enumerate(zip(names, texts))])
    for job in ("pull", "import", "reconcile", "remind", "report"):
        run = made.run(job, clock=CLOCK)
        assert run.status == 0, run
    return made


def made_file(made, end):
    found, = (made.folder / "state" / "reports").rglob(f"*.{end}")
    return found


class HostileReport(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-hostile-"))
        self.addCleanup(shutil.rmtree, self.folder, True)

    def formulas(self, workbook):
        """How many formulas LibreOffice reads, by whether they are a sum of ours and by sheet; and every text cell."""
        subprocess.run([OFFICE, f"-env:UserInstallation=file://{self.folder}/office", "--headless", "--convert-to", "ods", "--outdir",
                        str(self.folder), str(workbook)], capture_output=True, timeout=180, check=True)
        with zipfile.ZipFile(self.folder / (workbook.stem + ".ods")) as file:
            content = ElementTree.fromstring(file.read("content.xml"))
        table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
        found, texts = collections.Counter(), set()
        for sheet in content.iter(f"{table}table"):
            for cell in sheet.iter(f"{table}table-cell"):
                if formula := cell.get(f"{table}formula"):
                    found[bool(OURS.fullmatch(formula)), sheet.get(f"{table}name")] += 1
                texts.add("\n".join("".join(part.itertext()) for part in cell))
        return found, texts

    def test_libreoffice_sees_no_formula_from_data(self):
        if not OFFICE:
            self.skipTest("LibreOffice is not installed")
        hostile = day_of(FORMULAS, FORMULAS)
        self.addCleanup(hostile.remove)
        seen, texts = self.formulas(made_file(hostile, "xlsx"))
        shown = sum(any(seed.strip() in text for text in texts) for seed in FORMULA_SEEDS)
        ours = sum(count for (is_ours, _), count in seen.items() if is_ours)
        foreign = {sheet: count for (is_ours, sheet), count in seen.items() if not is_ours}
        print(f"\n{len(FORMULAS)} formula payloads as names, payers and texts: LibreOffice sees {sum(foreign.values())} formulas from data "
              f"(and {ours} sums of ours); {shown} of {len(FORMULA_SEEDS)} kinds are shown as text")
        self.assertGreater(ours, 0, "the sums are formulas")
        self.assertEqual((foreign, shown), ({}, len(FORMULA_SEEDS)))

    def elements(self, pages, port):
        """By page: what kinds of elements it has in a browser. The last page is one that attacks, or nothing would be noticed."""
        frames = [page.read_text(encoding="utf-8") for page in pages]
        frames.append(f"<script>document.title='owned'</script><img src='http://127.0.0.1:{port}/control'>")
        whole = self.folder / "pages.html"
        whole.write_text("<!DOCTYPE html><meta charset=utf-8><title>quiet</title>" + "".join(
            f"<iframe srcdoc=\"{html.escape(frame)}\"></iframe>" for frame in frames) +
            "<script>window.onload = () => { const rows = [...document.querySelectorAll('iframe')].map(frame => { const inner = frame.contentDocument;"
            " const kinds = {}; for (const e of inner.querySelectorAll('*')) kinds[e.tagName] = (kinds[e.tagName] || 0) + 1;"
            " return inner.title.includes('owned') || document.title !== 'quiet' ? 'OWNED' : JSON.stringify(Object.entries(kinds).sort()); });"
            " const out = document.createElement('pre'); out.id = 'seen'; out.textContent = rows.join('\\n'); document.body.append(out); };</script>",
            encoding="utf-8")
        shown = subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.folder}/profile",
                                "--virtual-time-budget=8000", "--dump-dom", whole.as_uri()], capture_output=True, text=True, timeout=180, check=False)
        found = re.search(r"<pre id=\"seen\">(.*?)</pre>", shown.stdout, re.S)
        self.assertIsNotNone(found, shown.stderr[-2000:])
        rows = html.unescape(found[1]).split("\n")
        self.assertEqual((len(rows), rows.pop()), (len(frames), "OWNED"), "a script that runs is not noticed")
        return rows

    def test_chromium_finds_no_element_from_data(self):
        if not CHROMIUM:
            self.skipTest("Chromium is not installed")
        listener = Listener()
        attacks = payloads(f"http://127.0.0.1:{listener.port}")
        pages = []
        for first in range(0, len(attacks), AT_ONCE):
            some = attacks[first:first + AT_ONCE]
            for names in (some, [name.translate(HARMLESS) for name in some]):
                made = day_of(names, names)
                self.addCleanup(made.remove)
                pages.append(made_file(made, "html"))
        rows = self.elements(pages, listener.port)
        attacked, harmless = rows[0::2], rows[1::2]
        asked = [one for one in listener.asked if b"/control" not in one]
        self.assertEqual(len(listener.asked) - len(asked), 1, "a request is not noticed")
        scripts, strangers = rows.count("OWNED"), [pair for pair in zip(attacked, harmless) if pair[0] != pair[1]]
        print(f"\n{len(attacks)} HTML payloads on {len(attacked)} daily pages in Chromium: {scripts} scripts ran, {len(strangers)} pages have other "
              f"elements than with the same names without < > & and quotes, {len(asked)} requests")
        self.assertEqual((scripts, strangers, asked), (0, [], []))


if __name__ == "__main__":
    company.main(sys.modules[__name__])
