"""What the finance mail of each day of the story must say: what came in, what waits, how old the receivables are."""
from company import DAYS
from reminders import Day, amount_text

BUCKETS = [("not_due", 0), ("1-30", 30), ("31-60", 60), ("61-90", 90), ("91-120", 120), (">120", 10**6)]
WAITING = {"question", "unmatched"}


def aged(day):
    """Per currency the amounts by age: U8's figures less money that is at the bank and not in U8 in any form."""
    company, number = day.company, day.number
    open_amounts = {i.number: company.open_amount(i, number) for i in company.invoices if i.first_day <= number}
    for line in day.lines:
        receipt = day.receipt_of(line)
        if receipt and is_approved(receipt, number):
            continue  # U8 shows it: applied, or by itself
        money = line.amount  # what a fee, a discount or a credit note covers stays open until somebody writes it off
        for item, amount in day.paid_at_bank(line).items():
            share = max(0, min(money, amount))
            money -= share
            open_amounts[item] -= share
    sums = {}

    def add(currency, bucket, amount):
        of_currency = sums.setdefault(currency, dict.fromkeys(["total"] + [name for name, _ in BUCKETS] + ["unapplied"], 0))
        of_currency[bucket] += amount
        of_currency["total"] += amount
    for invoice in company.invoices:
        amount = open_amounts.get(invoice.number, 0)
        if amount < 0:
            add(invoice.currency, "unapplied", amount)
        elif amount > 0:
            age = (day.today - invoice.due).days
            add(invoice.currency, next(name for name, most in BUCKETS if age <= most), amount)
    for receipt in company.receipts:
        if is_approved(receipt, number):
            add(receipt.customer.currency, "unapplied", -(receipt.amount - sum(a.amount for a in day.applications(receipt))))
    for line in day.lines:
        if line.state == ["on_account"]:
            add(line.currency, "unapplied", -line.amount)
    return {currency: {**of_currency, "overdue": sum(of_currency[name] for name, _ in BUCKETS[1:])}
            for currency, of_currency in sums.items()}


def is_approved(receipt, number):
    return receipt.approved is not None and receipt.approved <= number


def figures(company, story):
    by_day = {}
    for number in DAYS:
        day = Day(company, story, number)
        owed = day.owed()
        late = {0: {}, 1: {}}  # days overdue → what is due today, what is newly overdue
        for invoice in company.invoices:
            age = (day.today - invoice.due).days
            if age in late and owed.get(invoice.number, 0) > 0:
                late[age][invoice.currency] = late[age].get(invoice.currency, 0) + owed[invoice.number]
        came_in = {"settled": {}, "on_account": {}, "waiting": {}}
        count = 0
        for line in day.lines:
            if line.day != number or line.amount <= 0 or line.line_class:
                continue
            count += 1
            kind = "on_account" if line.state == ["on_account"] else "waiting" if WAITING & set(line.state) and not line.items else "settled"
            came_in[kind][line.currency] = came_in[kind].get(line.currency, 0) + line.amount
        returned = {}
        for line in day.lines:
            if line.day == number and line.reversal:
                returned[line.currency] = returned.get(line.currency, 0) + line.amount
        waiting = [line for line in day.lines if WAITING & set(line.state) and not line.items]
        differences = list(day.differences())
        by_day[str(number)] = {
            "aging": {currency: in_text(sums) for currency, sums in sorted(aged(day).items())},
            "due_today": in_text(late[0]), "newly_overdue": in_text(late[1]),
            "came_in": {"count": count, **{kind: in_text(sums) for kind, sums in came_in.items()}},
            "returned": in_text(returned),
            "needs_person": {"count": len(waiting) + len(differences), "amount": amount_text(sum(line.amount for line in waiting)),
                             "oldest": min(DAYS[line.day] for line in waiting).isoformat()},
            "differences": [{"bank_reference": line.reference, "customer": line.customer.code,
                             "ours": [item.number for item, _ in line.items], "in_erp": [item.number for item in others],
                             "amount": amount_text(line.amount)} for line, others in differences]}
    return by_day


def in_text(sums):
    return {key: amount_text(amount) for key, amount in sums.items()}
