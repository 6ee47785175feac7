#!/usr/bin/env python3
"""Every figure of the daily mail is the workbook's and the database's.

Companies made by chance: items of three currencies and all ages, credit notes, payments that are exact, short, unknown or on
account. What the day must say is added up here once more from the store's rows, by other means than the program's, and compared
with the mail's text, its page and every sheet. A figure that stands in one place only is a failure too.

SETTLED_SEEDS chooses how many companies.
"""
import collections
import datetime
import email
import email.policy
import json
import os
import random
import re
import time
import unittest
from html import unescape

import company
from company import Company, money
from workbook_file import Workbook

SEEDS = int(os.environ.get("SETTLED_SEEDS", "4"))
DAY = datetime.date(2026, 11, 18)
CLOCK = f"{DAY}T10:00:00+08:00"
EPOCH = datetime.date(1899, 12, 30)
CURRENCIES = ("CNY", "CNY", "USD", "EUR")
AGES = ("Not due", "1–30 days", "31–60 days", "61–90 days", "91–120 days", "over 120 days", "No due date", "Retention", "Credits and on account")
LARGEST_MAX = 12  # the rest is in the workbook
AMOUNT = re.compile(r"([-−]?\d[\d,]*\.\d\d) (CNY|USD|EUR)")


def cents(text):
    return round(float(text.replace(",", "").replace("−", "-")) * 100)


def amounts(text):
    """Every amount of a text, as often as it stands there."""
    return collections.Counter((cents(number), currency) for number, currency in AMOUNT.findall(text))


def bucket(due):
    days = (DAY - due).days
    return AGES[0] if days <= 0 else AGES[1 + min((days - 1) // 30, 4)]


class Life:
    """What one company looks like, made by chance."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.made = Company()
        self.made.item_columns.append("business_line")
        for number in range(1, 9):
            self.made.customer(f"C{number:03d}", f"Blue Harbour {number} Ltd.", f"ACC-{number}")
        for number in range(1, 36):
            self.item(number)
        self.made.write_ledger()
        self.made.statement("2026-11-12", self.payments(5))
        self.made.statement("2026-11-17", self.payments(9))

    def item(self, number):
        due = DAY + datetime.timedelta(days=self.chance.choice((-150, -130, -100, -75, -45, -20, -3, -1, 0, 1, 12, 40)) - self.chance.randrange(3))
        credit = number % 11 == 0
        amount = self.chance.randrange(5_000, 900_000) * (-1 if credit else 1)
        self.made.items.append([f"{9000 + number}", f"C{self.chance.randrange(1, 9):03d}", "credit_note" if credit else "invoice",
                                f"INV-26{number:04d}", str(due - datetime.timedelta(days=30)), str(due), self.chance.choice(CURRENCIES),
                                money(amount), money(amount), self.chance.choice(("", "Pumps", "Valves"))])

    def payments(self, count):
        mine = [item for item in self.made.items if item[6] == "CNY" and item[2] == "invoice"]
        made = [("-12.50", "Test Bank", "account fee"), ("3.17", "Test Bank", "interest")]
        for item in self.chance.sample(mine, min(count, len(mine))):
            name = f"Blue Harbour {int(item[1][1:])} Ltd."
            amount = cents(item[8])
            kind = self.chance.randrange(5)
            made.append([(money(amount), name, f"invoice {item[3]}"), (money(max(amount - 3_000, 100)), name, f"part of {item[3]}"),
                         (money(amount), "Somebody Else", item[3]), (money(self.chance.randrange(1_000, 90_000)), "Nobody Known", "thanks"),
                         (money(self.chance.randrange(1_000, 90_000)), name, "on account")][kind])
        return made


class ReportFigures(unittest.TestCase):
    def live(self, seed):
        self.life = Life(seed)
        self.made = self.life.made
        self.addCleanup(self.made.remove)
        for job in ("pull", "import", "reconcile", "remind", "report", "deliver"):
            run = self.made.run(job, clock=CLOCK)
            self.assertEqual(run.status, 0, run)
        for path in sorted((self.made.folder / "mails").iterdir()):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if "controller@demo.example" in str(mail["To"]):
                self.text = mail.get_body(("plain",)).get_content().replace("\r", "")
                page = mail.get_body(("html",)).get_content()
                charts = re.findall(r'alt="([^"]*)"', page)  # what a chart shows, for who cannot see it
                self.page = unescape(re.sub("<[^>]*>", " ", re.sub("(?s)<style.*?</style>", "", page)) + " ".join(charts))
        self.book = Workbook(next((self.made.folder / "state" / "reports").rglob("*.xlsx")))
        self.sections = {}
        for part in self.text.split("\n\n"):
            heading, *lines = part.strip().split("\n")
            self.sections[heading.split(" (")[0]] = lines
        self.head = dict(line.split(": ", 1) for name, lines in self.sections.items() if name.startswith("Data up to") for line in lines)

    # ---- the truth, from the rows of the store

    STANDING = ("m.id NOT IN (SELECT match_id FROM match_undo) AND m.id NOT IN (SELECT replaces FROM settled_match)")

    def entries(self):
        """(amount, currency, state) of every bank entry that stands decided"""
        return self.made.sql(f"SELECT m.amount, m.currency, m.state FROM settled_match m WHERE {self.STANDING}")

    def owed(self):
        """Of each item: customer, currency, what is still owed, its due date."""
        paid = collections.Counter()
        for item_id, amount in self.made.sql(
                # What a bank kept is proposed, not received: it is still owed until the ERP says otherwise.
                f"SELECT a.item_id, MIN(a.amount, m.amount) FROM match_allocation a JOIN settled_match m ON m.id = a.match_id WHERE {self.STANDING} "
                "AND a.booked = 0 AND a.item_id <> '' AND m.state = 'settled'"):
            paid[item_id] += amount
        for item_id, customer, currency, amount, due in self.made.sql(
                "SELECT item_id, customer_id, currency, open_amount, due_date FROM ledger_open_items WHERE valid_to = 0"):
            yield item_id, customer, currency, amount - paid[item_id], datetime.date(due // 10000, due // 100 % 100, due % 100)

    def on_account(self):
        """Bank money of a customer without an item."""
        sums = collections.Counter()
        for customer, currency, amount in self.made.sql(
                f"SELECT a.customer_id, m.currency, a.amount FROM match_allocation a JOIN settled_match m ON m.id = a.match_id WHERE "
                f"{self.STANDING} AND a.booked = 0 AND a.item_id = '' AND m.state IN ('settled', 'on_account')"):
            sums[customer, currency] += amount
        return sums

    def ages(self):
        """(customer, currency, age) → minor units"""
        sums = collections.Counter()
        for _, customer, currency, amount, due in self.owed():
            sums[customer, currency, AGES[-1] if amount < 0 else bucket(due)] += amount
        for (customer, currency), amount in self.on_account().items():
            sums[customer, currency, AGES[-1]] -= amount
        return collections.Counter({key: amount for key, amount in sums.items() if amount})

    # ---- what the mail and the workbook say

    def same(self, what, *values):
        self.compared += 1
        for value in values[1:]:
            self.assertEqual(value, values[0], what)

    def sheet_ages(self, sheet, name):
        """(what the column says, currency, age) → minor units"""
        sums = collections.Counter()
        for row in self.book.table(sheet):
            for age in AGES:
                if cents(row[age] or "0"):
                    sums[row[name] if name else "", row["Currency"], age] += cents(row[age])
            self.same(f"{sheet}: the ages of a line are its total", sum(cents(row[age] or "0") for age in AGES), cents(row["Total"] or "0"))
        return sums

    def mail_ages(self):
        sums, currency = collections.Counter(), ""
        for line in self.sections["Receivables by age"]:
            if total := re.match(r"(\w{3}) Total", line):
                currency = total.group(1)
            elif (age := line.strip().split(": ")[0]) in AGES:
                sums["", currency, age] += sum(amount * times for (amount, _), times in amounts(line).items())
        return sums

    def check_ages(self):
        truth, by_currency = self.ages(), collections.Counter()
        for (_, currency, age), amount in truth.items():
            by_currency["", currency, age] += amount
        by_currency = collections.Counter({key: amount for key, amount in by_currency.items() if amount})
        self.same("receivables by age", by_currency, self.mail_ages(), self.sheet_ages("Receivables by age", ""))
        by_customer = {(f"books:{customer}", currency, age): amount for (customer, currency, age), amount in truth.items()}
        self.same("age by customer", by_customer, dict(self.sheet_ages("Age by customer", "Customer")))
        self.same("age by salesperson", by_currency, self.sheet_ages("Age by salesperson", "Salesperson"))
        by_line = collections.Counter()
        line_of = {row[0]: row[9] for row in self.made.items}
        for item_id, _, currency, amount, due in self.owed():
            by_line[line_of[item_id], currency, AGES[-1] if amount < 0 else bucket(due)] += amount
        for (_, currency), amount in self.on_account().items():
            by_line["", currency, AGES[-1]] -= amount
        self.same("age by business line", {key: amount for key, amount in by_line.items() if amount},
                  dict(self.sheet_ages("Age by business line", "Business line")))
        self.same("age by region", by_currency, self.sheet_ages("Age by region", "Region"))
        totals = collections.Counter()
        for (_, currency, _), amount in by_currency.items():
            totals[currency] += amount
        said = {re.match(r"\w{3}", line).group(): cents(AMOUNT.search(line).group(1))
                for line in self.sections["Receivables by age"] if " Total " in line}
        self.same("total by currency", {key: amount for key, amount in totals.items() if amount}, said)
        overdue = collections.Counter()
        for (customer, currency, age), amount in truth.items():
            if age in AGES[1:6]:
                overdue[customer, currency] += amount
        sums = {currency: collections.Counter() for currency in {currency for _, currency, _ in truth}}
        for (_, currency), amount in overdue.items():
            sums[currency]["overdue"] += amount
        for _, _, currency, amount, due in self.owed():
            if amount > 0 and (DAY - due).days in (0, 1):
                sums[currency]["due today" if due == DAY else "new"] += amount
        said = {}
        for part in self.head["Overdue"].split(" · "):
            found = [(cents(number), currency) for number, currency in AMOUNT.findall(part)]
            labels = ["overdue"] + [label for label in ("new", "due today") if f", {label} " in part]
            said[found[0][1]] = {label: amount for label, (amount, _) in zip(labels, found)}
        self.same("overdue, in the first lines", {currency: {"overdue": 0, **of_it} for currency, of_it in sums.items()}, said)
        largest = [line for line in self.sections["Largest overdue customers"] if line.startswith("- ") and " · " in line]
        named = {(line.split(" · ")[0][2:], currency): amount for line in largest for amount, currency in amounts(line.split(" · ")[1])}
        names = {row[0]: row[1] for row in self.made.customers}
        late = sorted(((amount, names[customer], currency) for (customer, currency), amount in overdue.items() if amount), reverse=True)
        self.same("largest overdue customers", {(name, currency): amount for amount, name, currency in late[:LARGEST_MAX]}, named)

    def check_items(self):
        truth = {item_id: (currency, amount) for item_id, _, currency, amount, _ in self.owed()}
        numbers = {row[0]: row[3] for row in self.made.items}
        said = {row["Document"]: (row["Currency"], cents(row["Still owed"] or "0")) for row in self.book.table("Open items")}
        self.same("open items", {numbers[item_id]: value for item_id, value in truth.items()}, said)
        issued = {row[3]: cents(row[8]) for row in self.made.items}
        self.same("open in the ERP", issued, {row["Document"]: cents(row["Open in the ERP"]) for row in self.book.table("Open items")})

    def check_entries(self):
        of_state = collections.defaultdict(collections.Counter)
        for amount, currency, state in self.entries():
            of_state[state][amount, currency] += 1
        received = [(amount, state) for amount, _, state in self.entries() if amount > 0 and state != "not_receivable"]
        sums = collections.Counter()
        for amount, state in received:
            sums["matched" if state == "settled" else "to be placed" if state in ("question", "unmatched") else "customer known"] += amount
        came_in = self.head["Came in"].split(" · ")
        self.same("came in: entries", len(received), int(came_in[0]))
        self.same("came in: sums", dict(sums), {part.rsplit(" ", 2)[0]: cents(part.rsplit(" ", 2)[1]) for part in came_in[1:]})
        asked = [amount for amount, state in received if state in ("question", "unmatched")]
        self.same("needs you", len(asked), int(self.head["Needs you"].split(" · ")[0]))
        if asked:
            self.same("needs you, the sum", sum(asked), cents(AMOUNT.search(self.head["Needs you"]).group(1)))
        for sheet, sections, states in (("Settled", ("Settled", "On account, item not known"), ("settled", "booked", "on_account")), ("Questions", ("Questions",), ("question",)),
                                       ("Money to be claimed", ("Money to be claimed", "Not placed"), ("unmatched",))):
            truth = sum((of_state[state] for state in states), collections.Counter())
            sheets = (sheet, "Not placed") if states == ("unmatched",) else (sheet,)
            rows = [row for one in sheets for row in self.book.table(one) if row["Entry"].isdigit()]
            in_sheet = collections.Counter((cents(row["Amount"]), row["Currency"]) for row in rows)
            lines = [line for section in sections for line in self.sections.get(section, []) if line.startswith("- 2026")]
            in_mail = collections.Counter((cents(found.group(1)), found.group(2)) for line in lines for found in [AMOUNT.search(line)])
            self.same(f"sheet {sheet}", truth, in_sheet)
            self.same(f"mail: {sections}", truth, in_mail)

    def check_money_out(self):
        hidden = collections.Counter()
        for amount, currency, state in self.entries():
            if state == "not_receivable":
                hidden[currency] += amount
        section = next((lines for name, lines in self.sections.items() if name.startswith("Outgoing and not receivable")), [])
        self.same("not receivable, as a sum", {(amount, currency) for currency, amount in hidden.items() if amount}, set(amounts(" ".join(section))))

    def check_messages(self):
        waiting = [amounts_of(totals) for totals, in self.made.sql("SELECT totals FROM message WHERE audience = 'customer' AND state IN (1, 2)")]
        truth = sum(waiting, collections.Counter())
        rows = [row for row in self.book.table("Reminders") if row["#"].isdigit()]
        sums = collections.Counter()
        for (amount, currency), times in truth.items():
            sums[currency] += amount * times
        goes_out = self.head["Goes out"].split(" · ")
        self.same("goes out: messages", len(waiting), int(goes_out[0]), len({row["#"] for row in rows}))
        self.same("goes out: sums", {(amount, currency) for currency, amount in sums.items()}, set(amounts(goes_out[1])) if waiting else set())
        lines = [line for line in self.sections.get("Messages", []) if line.startswith("- ")]
        self.same("messages in the mail", truth, sum((amounts(line.split(" · ")[2]) for line in lines), collections.Counter()))
        in_sheet = collections.Counter()
        for row in rows:
            if row["Currency"]:
                in_sheet[cents(row["Total"]), row["Currency"]] += 1
            else:
                in_sheet += amounts(row["Total"])
        self.same("messages in the sheet", truth, in_sheet)

    def test_every_figure(self):
        for seed in range(SEEDS):
            with self.subTest(seed=seed):
                self.live(seed)
                self.compared = 0
                self.check_ages()
                self.check_items()
                self.check_entries()
                self.check_money_out()
                self.check_messages()
                # The page may say a figure more than once (a chart's caption); it says no other, and leaves none out.
                self.same("mail's text and page", set(amounts(self.text)), set(amounts(self.page)))
                print(f"seed {seed}: {self.compared} comparisons of mail, page, workbook and database; {len(amounts(self.text))} amounts in the mail")


class Bills(unittest.TestCase):
    def test_bills_of_exchange_stand_apart_from_money(self):
        made = Company()
        self.addCleanup(made.remove)
        made.customer("C001", "Blue Harbour Ltd.")
        made.invoice("INV-1", "C001", "9000.00")
        made.write_ledger()
        columns = ["bill_id", "bill_number", "kind", "from_customer_id", "acceptor", "currency", "amount", "received_date", "due_date", "status", "item_ids"]
        rows = [["1", "B-NEW", "bank_acceptance", "C001", "A Bank", "CNY", "5000.00", str(DAY), "2027-05-18", "held", "INV-1"],
                ["2", "B-SOON", "bank_acceptance", "C001", "A Bank", "CNY", "700.00", "2026-05-28", "2026-11-28", "held", ""],
                ["3", "B-LATE", "commercial_acceptance", "C001", "A Firm", "CNY", "80.00", "2026-05-07", "2026-11-07", "held", ""],
                ["4", "B-REFUSED", "commercial_acceptance", "C001", "A Firm", "CNY", "60.00", "2026-05-01", "2026-11-01", "refused", ""],
                ["5", "B-PAID", "bank_acceptance", "C001", "A Bank", "CNY", "40.00", "2026-05-01", "2026-11-01", "collected", ""]]
        company.write_csv(made.folder / "ledger" / "bills.csv", columns, rows)
        made.statement("2026-11-17", [("100.00", "Nobody Known", "thanks")])
        for job in ("pull", "import", "reconcile", "report"):
            run = made.run(job, clock=CLOCK)
            self.assertEqual(run.status, 0, run)
        book = Workbook(next((made.folder / "state" / "reports").rglob("*.xlsx")))
        listed = [(row["Bill"], row["Due"] and row["Amount"], row["Next"].split(":")[0].split(" until")[0]) for row in book.table("Bills of exchange") if row["Bill"].startswith("B-")]
        self.assertEqual([(number, what) for number, _, what in listed],
                         [("B-REFUSED", "refused"), ("B-LATE", "the days of presentation are over"), ("B-SOON", "falls due")])
        page = next((made.folder / "state" / "reports").rglob("*.html")).read_text(encoding="utf-8")
        came_in = page[page.index("Came in"):page.index("Needs you")]
        self.assertIn("1 · to be placed 100.00 CNY · bills 5,000.00 CNY", unescape(re.sub("<[^>]*>", "", came_in)))


class ReportPage(unittest.TestCase):
    def test_the_page_is_shown_in_the_browser_of_this_machine(self):
        """With no desktop the file is named; a program in BROWSER gets it."""
        made = Company()
        self.addCleanup(made.remove)
        made.customer("C001", "Blue Harbour Ltd.")
        made.invoice("INV-1", "C001", "100.00")
        made.write_ledger()
        self.assertEqual(made.run("pull", clock=CLOCK).status, 0)
        before = {name: os.environ.pop(name, None) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")}
        self.addCleanup(lambda: os.environ.update({name: value for name, value in before.items() if value}))
        run = made.run("report", "--open", clock=CLOCK)
        self.assertNotEqual(run.status, 0, run)
        self.assertIn("no desktop here", run.err)
        self.assertRegex(run.err, r"open \S+\.html")
        browser, seen = made.folder / "browser", made.folder / "seen"
        browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}.part && mv {seen}.part {seen}\n')
        browser.chmod(0o755)
        os.environ["BROWSER"] = str(browser)
        self.addCleanup(os.environ.pop, "BROWSER")
        self.assertEqual(made.run("report", "--open", clock=CLOCK).status, 0)
        end = time.monotonic() + 30
        while not seen.exists() and time.monotonic() < end:
            time.sleep(0.02)
        self.assertIn("Receivables today", open(seen.read_text(), encoding="utf-8").read())


def amounts_of(totals):
    return collections.Counter((one["amount"], one["currency"]) for one in json.loads(totals))


if __name__ == "__main__":
    company.main(__import__("__main__"))
