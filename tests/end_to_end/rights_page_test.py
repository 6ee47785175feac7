#!/usr/bin/env python3
"""What IT grants is what is read: every table of a connector's SQL stands in its scripts of rights and on the page about them in
both languages, and none besides; what an HTTP connector asks for stands on the page, too; `settled` prints the scripts."""
import re
import subprocess
import tomllib
import unittest
from pathlib import Path
from urllib.parse import unquote

import company

ROOT = Path(__file__).resolve().parents[2]
CONNECTORS = ROOT / "connectors" / "erp"
PAGES = [ROOT / "docs" / "rights.md", ROOT / "docs" / "rights.zh-CN.md"]
NAME = r'(?:\{owner\})?(?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))*'
# PostgreSQL lets everybody read which columns there are.
EVERYBODYS = {"information_schema.columns"}
# S/4HANA runs on HANA only.
NOT_THERE = {("sap_ecc_db", "grants.oracle.sql"): {"acdoca"}, ("sap_ecc_db", "grants.sqlserver.sql"): {"acdoca"}}
# They hold password hashes: granted by column.
BY_COLUMN = {"res_users", "llx_user"}


def bare(text):
    return re.sub(r"--[^\n]*|/\*.*?\*/", "", text, flags=re.S)


def plain(name):
    name = name.strip().replace("{owner}", "")
    return "" if name.lower() in EVERYBODYS else name.split(".")[-1].strip('"').lower()


def read_by(sql):
    sql = re.sub(r"'(?:[^']|'')*'", "''", bare(sql))
    named_here = {name.lower() for name in re.findall(r"(?:\bWITH(?:\s+RECURSIVE)?|,)\s*(\w+)\s*(?:\([^()]*\)\s*)?AS\s*\(", sql, re.I)}
    return {plain(name) for name in re.findall(r"\b(?:FROM|JOIN)\s+(" + NAME + ")", sql, re.I)} - named_here - {""}


def grants_in(script):
    """Table -> is it granted by column."""
    found = {}
    for columns, tables in re.findall(r"GRANT\s+SELECT\s*(\([^)]*\))?\s+ON\s+(.*?)\s+TO\b", bare(script), re.S | re.I):
        found.update({plain(table): columns != "" for table in tables.split(",")})
    return found


def settings_of(folder):
    return tomllib.loads((folder / "connector.toml").read_text(encoding="utf-8"))


def folders(plugin):
    return [file.parent for file in sorted(CONNECTORS.glob("*/connector.toml")) if settings_of(file.parent)["plugin"] == plugin]


def tables_of(folder):
    found = set()
    for variant in settings_of(folder)["variant"]:
        probes = variant.get("probe", [])
        for probe in [probes] if isinstance(probes, str) else probes:
            found |= read_by(probe)
    for file in folder.rglob("*.sql"):
        if file.relative_to(folder).parts[0] != "fixture" and not file.name.startswith(("grants.", "views.")):
            found |= read_by(file.read_text(encoding="utf-8"))
    return found


def asked_by(folder):
    """What the ERP itself calls what is asked for: document types, models, entities, forms, paths."""
    found = set()
    for file in folder.glob("*.request.toml"):
        text = file.read_text(encoding="utf-8")
        for path in re.findall(r'^path = "([^"]+)"', text, re.M):
            parts = unquote(path).strip("/").split("/")
            if path.startswith("/api/resource/"):
                found.add(parts[-1])
            elif path.startswith("/json/2/"):
                found.add(parts[2])
            elif path.startswith("/b1s/v1/"):
                found.add(parts[2].partition("(")[0])
            elif path.startswith("/sap/opu/odata/"):
                found.update(parts[-2:])
            elif path.startswith("/tplus/"):
                found.add(path)
            else:
                assert path in ("/jsonrpc", "/api/method/frappe.client.get_count") or "ExecuteBillQuery" in path, path
        found.update(re.findall(r'^FormId = "([^"]+)"', text, re.M))
        found.update(re.findall(r'"\{token\}", "([a-z.]+)"', text))
    return found


def row_of(page, folder):
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith(f"| [{folder.name}](")]
    assert len(rows) == 1, f"{page.name}: {len(rows)} rows of {folder.name}, expected one"
    return {word.lower() for word in re.findall(r"`([^`]+)`", rows[0].split(" | ", 2)[2])}


class RightsPage(unittest.TestCase):
    def test_what_sql_reads_is_granted_and_nothing_else(self):
        scripts = 0
        for folder in folders("ledger_odbc"):
            for script in folder.glob("grants.*.sql"):
                with self.subTest(f"{folder.name}/{script.name}"):
                    granted = grants_in(script.read_text(encoding="utf-8"))
                    self.assertEqual(set(granted), tables_of(folder) - NOT_THERE.get((folder.name, script.name), set()))
                    self.assertEqual({table for table in granted if granted[table]}, BY_COLUMN & set(granted))
                    scripts += 1
        self.assertGreaterEqual(scripts, 20)

    def test_the_pages_name_every_table(self):
        for page in PAGES:
            for folder in folders("ledger_odbc"):
                with self.subTest(f"{page.name} {folder.name}"):
                    self.assertEqual(tables_of(folder) - row_of(page, folder), set())

    def test_the_pages_name_what_interfaces_are_asked_for(self):
        for page in PAGES:
            for folder in folders("ledger_http"):
                with self.subTest(f"{page.name} {folder.name}"):
                    asked = {word.lower() for word in asked_by(folder)}
                    self.assertTrue(asked)
                    self.assertEqual(asked - row_of(page, folder), set())

    def test_the_program_prints_the_scripts(self):
        for folder in folders("ledger_odbc"):
            said = subprocess.run([company.SETTLED, "connectors", "show", folder.name, "--grants"], capture_output=True, text=True, check=True).stdout
            for script in folder.glob("grants.*.sql"):
                self.assertIn(script.read_text(encoding="utf-8").strip(), said)


if __name__ == "__main__":
    unittest.main()
