#!/usr/bin/env python3
"""Other readers of statements on the same file, so that a figure has something to stand beside.

  peers.py mt940|ofxparse|lxml-camt|csv|csv-gbk|pandas|pandas-gbk FILE       Python's, where installed
  peers.py mt940-js|ofx-js|fast-xml-parser FILE                              node's, from the folder PEER_DIR

Prints the reader's name, entries and sum in cents. Exit status 77: the reader is not installed.
"""
import importlib
import os
import pathlib
import shutil
import subprocess
import sys

NOT_INSTALLED = 77

NODE = {
    "mt940-js": """const { read } = require('mt940-js');
        read(bytes).then(all => { for (const s of all) for (const t of s.transactions) add(t.isCredit ? t.amount : -t.amount); tell(); });""",
    "ofx-js": """const { parse } = require('ofx-js');
        parse(bytes.toString()).then(all => { for (const t of all.OFX.BANKMSGSRSV1.STMTTRNRS.STMTRS.BANKTRANLIST.STMTTRN) add(t.TRNAMT); tell(); });""",
    "fast-xml-parser": """const { XMLParser } = require('fast-xml-parser');
        const list = name => name === 'Stmt' || name === 'Ntry';
        const all = new XMLParser({ ignoreAttributes: false, parseTagValue: false, isArray: list }).parse(bytes.toString());
        for (const s of all.Document.BkToCstmrStmt.Stmt) for (const e of s.Ntry) add((e.CdtDbtInd === 'CRDT' ? 1 : -1) * Number(e.Amt['#text']));
        tell();""",
}
NODE_FRAME = """const bytes = require('fs').readFileSync(process.argv[1]);
    let count = 0, cents = 0;
    const add = amount => { ++count; cents += Math.round(Number(amount) * 100); };
    const tell = () => console.log(count, cents);
    %s"""


def wanted(module):
    try:
        return importlib.import_module(module)
    except ImportError:
        sys.exit(NOT_INSTALLED)


def of_mt940(path):
    for transaction in wanted("mt940").parse(path):
        yield round(transaction.data["amount"].amount * 100)


def of_ofxparse(path):
    with open(path, "rb") as file:
        for transaction in wanted("ofxparse").OfxParser.parse(file).account.statement.transactions:
            yield round(transaction.amount * 100)


def of_lxml(path):
    space = "{urn:iso:std:iso:20022:tech:xsd:camt.053.001.02}"
    for entry in wanted("lxml.etree").parse(path).iter(space + "Ntry"):
        for name in ("Nm", "EndToEndId", "Ustrd"):
            assert entry.find(f".//{space}{name}").text
        cents = int(entry.find(space + "Amt").text.replace(".", ""))
        yield cents if entry.find(space + "CdtDbtInd").text == "CRDT" else -cents


def of_csv(encoding):
    def entries(path):
        def cents(cell):
            return int(cell.replace(".", "") or 0)
        with open(path, encoding=encoding, newline="") as file:
            for row in wanted("csv").DictReader(file):
                yield cents(row["收入金额"]) - cents(row["支出金额"])
    return entries


def of_pandas(encoding):
    def entries(path):
        table = wanted("pandas").read_csv(path, encoding=encoding, dtype={"对方账号": str, "交易流水号": str})
        yield from ((table["收入金额"].fillna(0) - table["支出金额"].fillna(0)) * 100).round().astype("int64")
    return entries


PYTHON = {"mt940": of_mt940, "ofxparse": of_ofxparse, "lxml-camt": of_lxml, "csv": of_csv("utf-8"), "csv-gbk": of_csv("gbk"),
          "pandas": of_pandas("utf-8"), "pandas-gbk": of_pandas("gbk")}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in PYTHON | NODE:
        sys.exit(__doc__)
    name, path = sys.argv[1:]
    if name in PYTHON:
        count = cents = 0
        for amount in PYTHON[name](path):
            count, cents = count + 1, cents + amount
        print(name, count, cents)
        return
    packages = pathlib.Path(os.environ.get("PEER_DIR", ".")) / "node_modules"
    if not shutil.which("node") or not (packages / name).is_dir():
        sys.exit(NOT_INSTALLED)
    told = subprocess.run(["node", "-e", NODE_FRAME % NODE[name], path], env=os.environ | {"NODE_PATH": str(packages.resolve())},
                          stdout=subprocess.PIPE, text=True, check=True)
    print(name, told.stdout.strip())


if __name__ == "__main__":
    main()
