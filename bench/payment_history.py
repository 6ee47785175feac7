#!/usr/bin/env python3
"""Makes a company's payment history, for measuring forecasts of receipts: customers who pay each in their own way.

  payment_history.py DIR [--seed 1] [--customers 120] [--years 3]

DIR gets ledger/{customers,open_items,settlements}.csv as `ledger_files` reads them, and settled.toml. It was written before
the model that is measured on it, and knows nothing of it. The ways of paying, with the share of customers who have them:

  18 %  near the due date, two days to and fro          16 %  late by a habit of their own, five days to and fro
  16 %  every week on one day, the first after due      14 %  once a month on a day of theirs, the first after due
   8 %  so many days after the invoice, whatever due     8 %  slower from year to year
  12 %  late without a habit, with a long tail           8 %  large invoices later than small ones

Of each customer's payments 6 % are out of his way (a dispute, a holiday, a lost invoice). Nobody pays on Sundays; who would
pay in the first week of October or two weeks in February of a Chinese customer, pays after it. A quarter of the customers
have fewer than eight payments.
"""
import argparse
import csv
import random
from datetime import date, timedelta
from pathlib import Path

END = date(2026, 11, 1)
WAYS = [("due", 18), ("late", 16), ("weekly", 16), ("monthly", 14), ("document", 8), ("slower", 8), ("erratic", 12), ("large", 8)]


def holiday(day):
    return (day.month == 10 and day.day <= 7) or (day.month == 2 and 8 <= day.day <= 21)


def bank_day(day, chinese):
    while day.weekday() == 6 or (chinese and holiday(day)):
        day += timedelta(days=1)
    return day


class Customer:
    def __init__(self, made, number):
        self.made, self.id = made, f"C{number:04d}"
        self.way = made.choices([way for way, _ in WAYS], [share for _, share in WAYS])[0]
        self.chinese = made.random() < 0.6
        self.terms = made.choice([14, 30, 30, 30, 45, 60, 90])
        self.habit = made.choice([5, 8, 12, 15, 20, 25, 35, 45])
        self.weekday = made.randrange(5)
        self.month_day = made.choice([5, 10, 15, 20, 25, 25, 28, 31])
        self.typical = 10 ** made.uniform(3, 5)
        self.per_year = made.choice([2, 2, 6, 12, 20, 40])

    def pays(self, issued, due, amount):
        made, day = self.made, due
        if made.random() < 0.06:
            day = due + timedelta(days=int(made.lognormvariate(3.3, 0.7)))
        elif self.way == "due":
            day = due + timedelta(days=round(made.gauss(0, 2)))
        elif self.way == "late":
            day = due + timedelta(days=round(made.gauss(self.habit, 5)))
        elif self.way == "weekly":
            day = due + timedelta(days=made.randrange(0, 3))
            while day.weekday() != self.weekday:
                day += timedelta(days=1)
        elif self.way == "monthly":
            day = due + timedelta(days=made.randrange(0, 4))
            while day.day != self.month_day and (day + timedelta(days=1)).day != 1:
                day += timedelta(days=1)
            while day.day != self.month_day and not (self.month_day > day.day and (day + timedelta(days=1)).day == 1):
                day += timedelta(days=1)
        elif self.way == "document":
            day = issued + timedelta(days=round(made.gauss(self.terms + self.habit / 2, 3)))
        elif self.way == "slower":
            day = due + timedelta(days=round(made.gauss(max(0, (issued - date(2023, 11, 1)).days / 30), 4)))
        elif self.way == "erratic":
            day = due + timedelta(days=int(made.lognormvariate(2.6, 0.9)) - 5)
        elif self.way == "large":
            day = due + timedelta(days=round(made.gauss(25 if amount > self.typical else 3, 4)))
        return bank_day(max(day, issued), self.chinese)


def history(seed, customers, years):
    made = random.Random(seed)
    for number in range(customers):
        customer = Customer(made, number)
        begin = END - timedelta(days=365 * years)
        for invoice in range(customer.per_year * years):
            issued = begin + timedelta(days=made.randrange(365 * years))
            terms = customer.terms if made.random() < 0.9 else made.choice([14, 30, 60])
            due = issued + timedelta(days=terms)
            amount = round(customer.typical * made.lognormvariate(0, 0.8), 2)
            yield customer, invoice, issued, due, amount, customer.pays(issued, due, amount)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--customers", type=int, default=120)
    arguments.add_argument("--years", type=int, default=3)
    wanted = arguments.parse_args()
    ledger = wanted.folder / "ledger"
    ledger.mkdir(parents=True, exist_ok=True)
    rows = list(history(wanted.seed, wanted.customers, wanted.years))
    with (open(ledger / "customers.csv", "w", newline="", encoding="utf-8") as customers,
          open(ledger / "open_items.csv", "w", newline="", encoding="utf-8") as items,
          open(ledger / "settlements.csv", "w", newline="", encoding="utf-8") as settlements):
        customers, items, settlements = map(csv.writer, (customers, items, settlements))
        customers.writerow(["customer_id", "name", "currency"])
        for name in sorted({row[0].id for row in rows}):
            customers.writerow([name, f"Customer {name}", "CNY"])
        items.writerow(["item_id", "customer_id", "doc_type", "document_number", "document_date", "due_date", "currency",
                        "amount", "open_amount"])
        settlements.writerow(["item_id", "receipt_id", "customer_id", "document_date", "due_date", "settled_date", "amount",
                              "currency"])
        for customer, invoice, issued, due, amount, paid in rows:
            name = f"{customer.id}-{invoice}"
            if paid < END:
                settlements.writerow([name, f"R-{name}", customer.id, issued, due, paid, f"{amount:.2f}", "CNY"])
            else:
                items.writerow([name, customer.id, "invoice", name, issued, due, "CNY", f"{amount:.2f}", f"{amount:.2f}"])
    (wanted.folder / "settled.toml").write_text('''schema = 1
[store]
url = "sqlite:state/settled.db"
[company.demo]
currency = "CNY"
time_zone = "Asia/Shanghai"
[ledger.files]
company = "demo"
plugin = "ledger_files"
folder = "ledger"
[bank_account.main]
company = "demo"
account = "TEST-0001"
currency = "CNY"
source = "inbox"
[statement_source.inbox]
plugin = "fetch_folder"
folder = "inbox"
then = "leave"
''', encoding="utf-8")
    (wanted.folder / "inbox").mkdir(exist_ok=True)
    print(f"{len(rows)} invoices of {wanted.customers} customers, known on {END}")


if __name__ == "__main__":
    main()
