#!/usr/bin/env python3
"""`settled connectors map`: a workbook as people keep it is proposed, written down, pulled, and stands in the store."""
import sys
import unittest
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent))
import company  # noqa: E402

CLOCK = "2026-10-31T18:00:00+08:00"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RECEIVABLES = [
    ["示范贸易应收账款明细表"],
    ["截止 2026年10月31日", None, "单位：元"],
    ["客户名称", "发票号码", "单据类型", "开票日期", "到期日", "金额", None, "备注"],
    [None, None, None, None, None, "应收", "已收", None],
    ["华远机械", "INV-1", "发票", 46296, "2026/10/31", 1234.56, 234.56],
    [None, "INV-2", "红字发票", "2026年10月2日", "20261101", "（1，000.50）", None],
    ["南江电子", "INV-3", "发票", "2026-10-03", "2026-11-02", "¥2,000.00", "—"],
    ["合 计", None, None, None, None, 2234.06, 234.56],
    ["制表人：王芳", None, "审核：李"],
]


def cell(column, row, value):
    place = f"{chr(65 + column)}{row}"
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def write_workbook(path, sheets):
    """sheets: (name, rows, hidden)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        names = "".join(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="r{i}"{" state=" + chr(34) + "hidden" + chr(34) if hidden else ""}/>'
                        for i, (name, _, hidden) in enumerate(sheets, 1))
        links = "".join(f'<Relationship Id="r{i}" Type="worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(sheets) + 1))
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>')
        file.writestr("xl/_rels/workbook.xml.rels",
                      f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>')
        for i, (_, rows, _) in enumerate(sheets, 1):
            lines = "".join(f'<row r="{r}">' + "".join(cell(c, r, v) for c, v in enumerate(row) if v is not None) + "</row>"
                            for r, row in enumerate(rows, 1))
            file.writestr(f"xl/worksheets/sheet{i}.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>')


class ConnectorsMap(unittest.TestCase):
    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        self.folder = self.company.folder / "ledger"
        self.workbook = self.folder / "应收明细.xlsx"
        self.mapping = self.folder / "mapping.toml"
        write_workbook(self.workbook, [("说明", [["请勿修改此表"]], False), ("十月", RECEIVABLES, False), ("旧表", RECEIVABLES, True)])

    def map(self, *arguments, status=0):
        done = self.company.run("connectors", "map", *map(str, arguments), clock=CLOCK)
        self.assertEqual(done.status, status, done)
        return done

    def map_json(self, *arguments, status=0):
        return self.map(*arguments, "--format", "json", status=status).json()

    def test_what_is_proposed_is_what_is_pulled(self):
        made = self.map_json(self.workbook, "--write", self.mapping, "--lang", "en")
        items = next(table for table in made["tables"] if table["entity"] == "open_items")
        self.assertEqual([row["open_amount"] for row in items["first_rows"]], ["1000.00", "-1000.50", "2000.00"])
        self.assertEqual([row["customer_id"] for row in items["first_rows"]], ["华远机械", "华远机械", "南江电子"])
        self.assertEqual(items["sums"], {"CNY": "1999.50"})
        self.assertEqual([row["row"] for row in items["left_out"]], [8, 9])
        self.assertEqual(items["missing"], [])
        self.assertEqual(items["unread"], ["备注"] if "reference" not in items["first_rows"][0] else [])
        self.assertIn('sheet "旧表" is hidden and not looked at; name it with --sheet', made["remarks"])
        columns = {row["column"]: row for row in made["rows"] if row["entity"] == "open_items"}
        self.assertEqual(columns["due_date"]["sure"], "certain")
        self.assertEqual(columns["item_id"]["sure"], "guess")
        pulled = self.company.run("pull", clock=CLOCK)
        self.assertEqual(pulled.status, 0, pulled)
        rows = self.company.sql('SELECT "document_number", "open_amount", "due_date", "doc_type" FROM ledger_open_items ORDER BY 1')
        self.assertEqual([row[:2] for row in rows], [("INV-1", 100000), ("INV-2", -100050), ("INV-3", 200000)])
        self.assertEqual(self.company.sql('SELECT "customer_id" FROM ledger_customers ORDER BY 1'), [("华远机械",), ("南江电子",)]
                         if "华" < "南" else [("南江电子",), ("华远机械",)])

    def test_a_second_run_shows_what_the_mapping_reads(self):
        self.map(self.workbook, "--write", self.mapping)
        kept = self.mapping.read_bytes()
        again = self.map_json(self.workbook, "--write", self.mapping)
        self.assertEqual(again["mapping_file"], str(self.mapping))
        self.assertIsNone(again["written"])
        self.assertEqual(self.mapping.read_bytes(), kept)
        shown = self.map(self.workbook, "--lang", "zh").out
        self.assertIn("略过第 8: 合 计 (合计行)", shown)
        self.assertIn("共 3 行 1,999.50 CNY", shown)

    def test_a_further_file_is_put_behind_the_mapping(self):
        self.map(self.workbook, "--write", self.mapping)
        bills = self.folder / "票据.csv"
        bills.write_text("票据台账\n票据号码,票据种类,承兑人,票面金额,到期日,状态\n"
                         "130458100001,银行承兑汇票,示范银行,\"100,000.00\",2026-12-31,在手\n合计,,,\"100,000.00\",,\n", encoding="gb18030")
        self.map(bills, "--write", self.mapping)
        pulled = self.company.run("pull", clock=CLOCK)
        self.assertEqual(pulled.status, 0, pulled)
        self.assertEqual(self.company.sql('SELECT "bill_number", "amount" FROM ledger_bills'), [("130458100001", 10000000)])

    def test_what_is_missing_is_said_and_the_exit_status_tells(self):
        dollars = self.folder / "ar.csv"
        dollars.write_text("Customer No.,Invoice No.,Invoice Date,Due Date,Outstanding\nC1,INV-1,13/10/2026,12/11/2026,\"1,000.00\"\n",
                           encoding="utf-8")
        made = self.map_json(dollars, status=1)
        self.assertEqual(next(t for t in made["tables"] if t["entity"] == "open_items")["missing"], ["currency"])
        self.assertEqual(self.map_json(dollars, "--currency", "USD")["tables"][-1]["sums"], {"USD": "1000.00"})
        self.map(dollars, "--entity", "open_item", status=2)
        self.map(self.workbook, "--sheet", "十二月", status=2)
        self.map(self.folder / "not there.xlsx", status=3)
        nothing = self.folder / "names.csv"
        nothing.write_text("姓名,工号\n王芳,7\n", encoding="utf-8")
        self.assertEqual(self.map_json(nothing, status=1)["tables"], [])

    def test_hostile_workbooks_are_refused_in_one_line(self):
        cut = self.folder / "cut.xlsx"
        cut.write_bytes(self.workbook.read_bytes()[:700])
        bomb = self.folder / "bomb.xlsx"
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("xl/workbook.xml", "<workbook/>")
            file.writestr("xl/sharedStrings.xml", b"\0" * (64 << 20))
        for path in (cut, bomb):
            done = self.map(path, status=1)
            self.assertEqual(len(done.errors), 1, done)
            self.assertIn(path.name, done.errors[0])
        self.assertIn("times its size", self.map(bomb, status=1).err)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
