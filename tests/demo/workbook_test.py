"""The workbook of the daily mail: its sheets, and that its figures are numbers, its days are days, and both are right."""
import io
import re
import unittest
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

from demo_company import DAYS, FINANCE_REPORTS, TRUTH, demo

NAMES = {"en": ["Summary", "Receivables by age", "Settled", "Questions", "Money to be claimed", "Not placed", "Open items",
                "Age by customer", "Age by salesperson", "Age by region", "Age by business line", "Reminders", "Tasks", "Holds, disputes, promises", "Problems"],
         "zh-CN": ["汇总", "逾期账龄", "已匹配（待核销）", "待确认", "待认领到账", "未匹配", "未清项", "账龄（按客户）", "账龄（按业务员）", "账龄（按地区）", "账龄（按业务线）", "催款", "任务",
                   "暂缓、争议、承诺", "异常"]}
TO_GIVE_BACK = {"en": "To give back", "zh-CN": "应退款项"}  # before the reminders; on no day without a line
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BUCKET_COLUMNS = ["total", "not_due", "1-30", "31-60", "61-90", "91-120", ">120", None, None, "unapplied"]


class Sheet:
    """Rows of cells: text, a Decimal for a number, a date for a number that is shown as a day."""

    def __init__(self, xml, texts, date_styles):
        self.rows, self.numbers, self.formulas = [], [], []
        for row in ElementTree.fromstring(xml).iter(f"{MAIN}row"):
            cells = {}
            for cell in row.iter(f"{MAIN}c"):
                column = self.column(cell.get("r"))
                if cell.get("t") == "inlineStr":
                    cells[column] = "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
                    continue
                value = cell.find(f"{MAIN}v")
                if value is None:
                    continue
                if cell.get("t") == "s":
                    cells[column] = texts[int(value.text)]
                elif cell.find(f"{MAIN}f") is not None:
                    self.formulas.append(cell.find(f"{MAIN}f").text)
                    cells[column] = Decimal(f"{float(value.text):.15g}")
                elif int(cell.get("s", "0")) in date_styles:
                    cells[column] = date(1899, 12, 30) + timedelta(days=int(value.text))
                else:
                    cells[column] = Decimal(f"{float(value.text):.15g}")  # as many digits as a spreadsheet shows
            self.rows.append(cells)
            self.numbers.append(int(row.get("r")))

    @property
    def table(self):
        """The rows beneath the headings, up to the gap before the sums and notes."""
        return [row for place, row in enumerate(self.rows) if self.numbers[place] == place + 1][1:]

    @property
    def beneath(self):
        return [row for place, row in enumerate(self.rows) if self.numbers[place] != place + 1]

    @staticmethod
    def column(reference):
        number = 0
        for letter in re.match("[A-Z]+", reference)[0]:
            number = number * 26 + ord(letter) - 64
        return number - 1


def twice_paid(day):
    """Nothing of it is sent back in these days."""
    return [line for line in TRUTH["lines"] if line["day"] <= day and line["duplicate_of"]]


def workbook(data):
    with zipfile.ZipFile(data) as file:
        def parse(name):
            return ElementTree.fromstring(file.read(name))
        texts = ["".join(part.text or "" for part in item.iter(f"{MAIN}t")) for item in parse("xl/sharedStrings.xml")] if "xl/sharedStrings.xml" in file.namelist() else []
        styles = parse("xl/styles.xml")
        formats = {int(one.get("numFmtId")): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
        cell_styles = [int(one.get("numFmtId")) for one in styles.find(f"{MAIN}cellXfs")]
        dates = {place for place, number in enumerate(cell_styles) if "yy" in formats.get(number, "")}
        names = [sheet.get("name") for sheet in parse("xl/workbook.xml").iter(f"{MAIN}sheet")]
        return {name: Sheet(file.read(f"xl/worksheets/sheet{number}.xml"), texts, dates) for number, name in enumerate(names, 1)}


class Workbook(unittest.TestCase):
    def each(self):
        for day in DAYS:
            for language in NAMES:
                attached = next(demo().finance_mail(day, language).message.iter_attachments())
                yield day, language, workbook(io.BytesIO(attached.get_content()))

    def test_is_the_file_that_lies_in_the_reports_folder(self):
        for day in DAYS:
            for language, report in FINANCE_REPORTS.items():
                attached = next(demo().finance_mail(day, language).message.iter_attachments())
                self.assertEqual(attached.get_filename(), f"{DAYS[day]}-{report}.xlsx")
                found = list((demo().folder / "state" / "reports").rglob(attached.get_filename()))
                self.assertEqual([path.read_bytes() for path in found], [attached.get_content()])

    def test_has_its_sheets_in_the_readers_language(self):
        for day, language, sheets in self.each():
            with self.subTest(day=day, language=language):
                expected = list(NAMES[language])
                if twice_paid(day):
                    expected.insert(NAMES["en"].index("Reminders"), TO_GIVE_BACK[language])
                self.assertEqual(list(sheets), expected)

    def test_lists_what_was_paid_twice_until_it_goes_back(self):
        for day, language, sheets in self.each():
            if not twice_paid(day):
                continue
            with self.subTest(day=day, language=language):
                values = [list(row.values()) for row in sheets[TO_GIVE_BACK[language]].rows]
                for line in twice_paid(day):
                    self.assertEqual(sum("u8:" + line["customer"] in row and Decimal(line["amount"]) in row for row in values), 1, values)

    def test_ages_the_receivables_in_numbers(self):
        for day, language, sheets in self.each():
            rows = sheets[NAMES[language][1]].table
            got = {row[0]: row for row in rows}
            truth = TRUTH["figures"][str(day)]["aging"]
            self.assertEqual(set(got), set(truth))
            for currency, sums in truth.items():
                for column, bucket in enumerate(BUCKET_COLUMNS, 1):
                    with self.subTest(day=day, language=language, currency=currency, bucket=bucket):
                        self.assertIsInstance(got[currency][column], Decimal)
                        self.assertEqual(got[currency][column], Decimal(sums[bucket]) if bucket else 0)

    def test_lists_open_items_that_add_up_to_what_the_aging_says(self):
        for day, language, sheets in self.each():
            rows = sheets[NAMES[language][6]].table
            documents = [row[2] for row in rows]
            self.assertEqual(len(documents), len(set(documents)), "each once")
            late = {}
            for row in rows:
                self.assertIsInstance(row[4], date)
                self.assertIsInstance(row[5], date)
                for column in (6, 8, 9, 10):
                    self.assertIsInstance(row[column], Decimal, row)
                self.assertEqual(row[6], (date.fromisoformat(DAYS[day]) - row[5]).days)
                if row[5].isoformat() == DAYS[day] and row[10] > 0:
                    late[row[7]] = late.get(row[7], 0) + row[10]
            self.assertEqual(late, {currency: Decimal(amount) for currency, amount in TRUTH["figures"][str(day)]["due_today"].items()})

    def test_ages_add_up_alike_by_currency_customer_salesperson_region_and_business_line(self):
        for day, language, sheets in self.each():
            total = {row[0]: row[1] for row in sheets[NAMES[language][1]].table}
            for place, currency, amount in ((7, 4, 5), (8, 1, 2), (9, 1, 2), (10, 1, 2)):
                sums = {}
                for row in sheets[NAMES[language][place]].table:
                    self.assertEqual(row[amount], sum(row[column] for column in range(amount + 1, amount + 10)), "the buckets add up")
                    sums[row[currency]] = sums.get(row[currency], 0) + row[amount]
                self.assertEqual(sums, total, NAMES[language][place])

    def test_sums_are_formulas_over_their_own_column_and_hold_the_result(self):
        seen = 0
        for _, language, sheets in self.each():
            for name, sheet in sheets.items():
                for formula in sheet.formulas:
                    self.assertRegex(formula, r'^SUMIF\(\$[A-Z]+\$2(:\$[A-Z]+\$\d+)?,"[A-Z]{3}",\$[A-Z]+\$2(:\$[A-Z]+\$\d+)?\)$')
                if not sheet.formulas:
                    continue
                seen += 1
                headings = sheet.rows[0]
                by = next(column for column, text in headings.items() if text in ("Currency", "币种"))
                for total in sheet.beneath:
                    for column, value in total.items():
                        if isinstance(value, Decimal):
                            self.assertEqual(value, sum(row[column] for row in sheet.table if row[by] == total[by]), (name, headings[column]))
        self.assertGreater(seen, 20)

    def test_names_every_question_and_every_line_that_nobody_claims(self):
        for day, language, sheets in self.each():
            matches = demo().matches(day).values()
            def of(state, has_customer):
                return sorted((match["entry"], match["date"], match["amount"]) for match in matches
                              if match["state"] == state and bool(match["allocations"]) in has_customer)
            def rows(place, amount_column):
                return sorted((int(row[0]), row[1].isoformat(), f"{row[amount_column]:.2f}") for row in sheets[NAMES[language][place]].table)
            self.assertEqual(rows(3, 4), of("question", (True, False)))
            self.assertEqual(rows(4, 5), of("unmatched", (False,)))  # whoever knows the payer claims it
            self.assertEqual(rows(5, 4), of("unmatched", (True,)))
            for place, why in ((3, 9), (4, 7), (5, 9)):
                for row in sheets[NAMES[language][place]].table:
                    self.assertTrue(row.get(why), "why, or what the payer wrote")

    def test_says_states_in_words(self):
        raw = {"settled", "booked", "partly_booked", "not_receivable", "on_account", "held", "due", "sent", "invoice", "credit_note",
               "receipt", "may_be_paid", "gap", "paid_at_bank"}
        for _, language, sheets in self.each():
            if language == "zh-CN":
                said = {cell for sheet in sheets.values() for row in sheet.rows for cell in row.values() if isinstance(cell, str)}
                self.assertEqual(raw & said, set())
