#!/usr/bin/env python3
"""Who may see what (finance 7): wages and private payers stand in no output that receivables or sales reads.

A month's bank statement with fifty wages and twenty private payers beside customers' payments; the day's mails, pages and
workbooks are opened like their readers open them and searched. The treasury's own copy holds the wages: they are not lost.
"""
import email
import email.policy
import io
import re
import unittest
import zipfile
from html import unescape

import company
from company import STATEMENT, Company, money, write_csv

WAGES, PRIVATE_PAYERS = 50, 20
DAY = "2026-11-17"
CLOCK = "2026-11-18T10:00:00+08:00"
PEOPLE = """wang = { name = "Wang Fang", email = "wang@demo.example", language = "en", roles = ["ar_manager"], companies = ["demo"] }
li = { name = "Li Qiang", email = "li@demo.example", language = "en", roles = ["finance_head"], companies = ["demo"] }
zhou = { name = "Zhou Min", email = "zhou@demo.example", language = "en", roles = ["sales"], companies = ["demo"] }
[report]
daily = { kind = "daily", company = "demo", language = "LANGUAGE", gateway = "mail", to = ["role:ar_manager", "role:finance_head", "role:sales", "controller@demo.example"] }
"""


def texts(data):
    """Everything a reader can see of a mail, its page and its workbook, as one text."""
    mail = email.message_from_bytes(data, policy=email.policy.default)
    seen = [str(mail["Subject"])]
    for part in mail.walk():
        content = part.get_content() if not part.is_multipart() else ""
        if part.get_content_type() == "text/html":
            seen.append(unescape(re.sub("<[^>]*>", " ", content)))
        elif part.get_content_type().startswith("text/"):
            seen.append(content)
        elif (part.get_filename() or "").endswith(".xlsx"):
            seen.append(workbook(content))
    return "\n".join(seen), [box.addr_spec for box in mail["To"].addresses]


def workbook(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return "\n".join(unescape(re.sub("<[^>]*>", " ", file.read(name).decode())) for name in file.namelist() if name.endswith(".xml"))


class Wages:
    def __init__(self, number):
        self.name = f"员工{chr(0x4E00 + number * 7)}{chr(0x5F20 + number * 3)}"
        self.account = f"62220210010{number:08d}"
        self.amount = 731_101 + number * 4_219  # cents; no other amount of the day is like it
        self.text = f"11月工资 {self.name}"
        self.payment = (money(-self.amount), self.name, self.account, self.text)

    def traces(self):
        return [self.name, self.account, money(self.amount), f"{self.amount // 100:,}.{self.amount % 100:02d}"]


class PrivatePayer:
    def __init__(self, number):
        self.account = f"62148301{number:03d}55{9000 + number * 13:06d}"
        text = f"货款 INV-{number:03d}" if number % 2 else "往来款"
        self.payment = (money(20_000 + number), f"王小{chr(0x660E + number)}", self.account, text)


class Visibility(unittest.TestCase):
    def each(self, language):
        configuration = company.CONFIGURATION
        begin, end = configuration.index("wang = {"), configuration.index("[procedure.one_letter]")
        made = Company(configuration=configuration[:begin] + PEOPLE.replace("LANGUAGE", language) + configuration[end:])
        self.addCleanup(made.remove)
        wages = [Wages(number) for number in range(WAGES)]
        payers = [PrivatePayer(number) for number in range(1, PRIVATE_PAYERS + 1)]
        for number in range(1, PRIVATE_PAYERS + 1):
            made.customer(f"C{number:03d}", f"Customer {number} Ltd.")
            made.invoice(f"INV-{number:03d}", f"C{number:03d}", money(20_000 + number))
        made.write_ledger()
        write_csv(made.folder / "ledger" / "customers.csv", [*company.CUSTOMERS, "salesperson_name", "salesperson_email"],
                  [[*row, "Zhou Min" if number % 4 == 0 else "Chen Yu", "zhou@demo.example" if number % 4 == 0 else "chen@demo.example"]
                   for number, row in enumerate(made.customers)])
        balance = 50_000_000
        payments = [each.payment for each in wages + payers]
        closing = balance + round(sum(float(payment[0]) * 100 for payment in payments))
        write_csv(made.folder / "inbox" / "bank.csv", STATEMENT,
                  [["TEST-0001", "CNY", DAY, DAY, amount, name, account, text, f"R{i}", money(balance), money(closing)]
                   for i, (amount, name, account, text) in enumerate(payments, 1)])
        for job in ("pull", "import", "reconcile", "remind", "report", "deliver"):
            run = made.run(job, clock=CLOCK)
            self.assertEqual(run.status, 0, run)
        mails = [texts(path.read_bytes()) for path in sorted((made.folder / "mails").iterdir())]
        files = [(path.name, path.read_text(encoding="utf-8") if path.suffix == ".html" else workbook(path.read_bytes()))
                 for path in sorted((made.folder / "state" / "reports").rglob("*.*"))]
        return wages, payers, mails, files

    def check(self, language):
        wages, payers, mails, files = self.each(language)
        to_treasury = [text for text, to in mails if to == ["li@demo.example"]]
        of_others = [(str(to), text) for text, to in mails if to != ["li@demo.example"]]
        of_others += [(name, text) for name, text in files if "-treasury" not in name]
        everywhere = of_others + [("treasury", text) for text in to_treasury] + files
        hits = [(where, trace) for where, text in of_others for each in wages for trace in each.traces() if trace in text]
        accounts = [(where, each.account) for where, text in everywhere for each in payers if each.account in text]
        own, others = [f"Customer {n} Ltd." for n in range(1, 21) if n % 4 == 1], [f"Customer {n} Ltd." for n in range(1, 21) if n % 4 != 1]
        sales = [text for text, to in mails if to == ["zhou@demo.example"]]
        foreign = [name for text in sales for name in others if name in text]
        kept = sum(all(any(each.name in text for text in to_treasury) for each in [one]) for one in wages)
        print(f"{language}: {len(of_others)} outputs of receivables and sales: wages in them {len(hits)} (of {WAGES}), private payers' "
              f"accounts anywhere {len(accounts)} (of {PRIVATE_PAYERS}), other people's customers in sales' mail {len(foreign)}; "
              f"wages in the treasury's copy {kept}")
        self.assertEqual(hits, [])
        self.assertEqual(accounts, [])
        self.assertEqual(foreign, [])
        self.assertEqual(kept, WAGES)
        self.assertEqual(len(sales), 1)
        self.assertTrue(all(name in sales[0] for name in own), "sales sees its own customers")
        receivables = [text for text, to in mails if "wang@demo.example" in to]
        self.assertTrue(any("controller@demo.example" in to for _, to in mails))
        self.assertTrue(all(f"王小{chr(0x660E + 2)}" in text for text in receivables), "a private payer's money is claimed by name")

    def test_english(self):
        self.check("en")

    def test_chinese(self):
        self.check("zh-CN")


if __name__ == "__main__":
    company.main(__import__("__main__"))
