"""Whom a bookkeeper would write to on each day of the story, and whom not: the truth about the letters.

The steps are those of the shipped procedure `standard`, told here a second time and by other means: what is still owed is
U8's open amount less what the bank brought for it, and a reminder asks for nothing that may be paid already.
"""
from datetime import timedelta

from company import DAYS

STEPS = [(-3, "before-3", True), (1, "overdue-1", True), (7, "overdue-7", True), (15, "overdue-15", False),
         (30, "overdue-30", False), (60, "overdue-60", True), (90, "overdue-90", False)]  # day, name, is it a letter
LETTER_MINIMUM = {"CNY": 50_000, "USD": 5_000, "EUR": 5_000}  # minor units of what is due in all


class Day:
    """What stands in U8 and at the bank on the evening of a day."""

    def __init__(self, company, story, number):
        self.company, self.number, self.today = company, number, DAYS[number]
        self.lines = [line for line in story.lines if line.day <= number]
        self.returned = {line.text.split(" ", 1)[1] for line in self.lines if line.reversal}

    def receipt_of(self, line):
        return next((r for r in self.company.receipts if r.note == line.reference and r.drafted <= self.number), None)

    def applications(self, receipt):
        if receipt.approved is None or receipt.approved > self.number:
            return []
        return [a for a in self.company.applications
                if a.receipt is receipt and a.day <= self.number and (a.cancelled is None or a.cancelled > self.number)]

    def paid_at_bank(self, line):
        """invoice → what the line pays of it and U8 does not show yet."""
        if line.amount <= 0 or line.text in self.returned:
            return {}
        receipt = self.receipt_of(line)
        applied = self.applications(receipt) if receipt else []
        elsewhere = sum(a.amount for a in applied if all(a.invoice is not item for item, _ in line.items))
        return {item.number: amount - elsewhere - sum(a.amount for a in applied if a.invoice is item) for item, amount in line.items}

    def owed(self):
        """Invoice number → U8's open amount less what is at the bank for it; credit notes are negative."""
        owed = {i.number: self.company.open_amount(i, self.number) for i in self.company.invoices if i.first_day <= self.number}
        for line in self.lines:
            for number, amount in self.paid_at_bank(line).items():
                owed[number] -= amount
        return owed

    def differences(self):
        """Lines whose money the bookkeeper applied to another invoice than was paid: line, U8's invoices."""
        for line in self.lines:
            receipt = self.receipt_of(line)
            if receipt and line.items:
                others = [a.invoice for a in self.applications(receipt) if all(a.invoice is not item for item, _ in line.items)]
                if others:
                    yield line, others

    def held(self, owed, invoices):
        """Invoice number → reason, for what a person must look at first."""
        held = {}
        for line, others in self.differences():
            for invoice in [item for item, _ in line.items] + others:
                held[invoice.number] = "applied_elsewhere"
        for line in self.lines:
            if line.customer is None or line.items:
                continue
            own = [i for i in invoices if i.customer is line.customer and owed[i.number] > 0]
            left = line.amount
            for invoice in sorted(own, key=lambda i: i.due):
                if owed[invoice.number] == line.amount:
                    held.setdefault(invoice.number, "may_be_paid")
            if line.state == ["on_account"] or any(owed[i.number] == line.amount for i in own):
                continue
            for invoice in sorted(own, key=lambda i: i.due):
                if left <= 0:
                    break
                held.setdefault(invoice.number, "may_be_paid")
                left -= owed[invoice.number]
        return held

    def unapplied(self, customer, owed):
        """What the customer has paid or been credited without an invoice: (amount, contract it belongs to, reason)."""
        pools = [(-owed[i.number], i.contract, "covered_by_credit") for i in self.company.invoices
                 if i.customer is customer and owed.get(i.number, 0) < 0]
        of_lines = {line.reference for line in self.lines}
        for receipt in self.company.receipts:
            if receipt.customer is customer and receipt.drafted == 0 and receipt.note not in of_lines:
                rest = receipt.amount - sum(a.amount for a in self.applications(receipt))
                if rest > 0:
                    pools.append((rest, "", "covered_by_credit"))
        pools += [(line.amount, "", "paid_on_account") for line in self.lines
                  if line.customer is customer and line.state == ["on_account"]]
        return sorted(pools, key=lambda pool: not pool[1])


def step_of(invoice, today):
    """The latest step that the invoice's age allows, on its first day in the story's books."""
    age = (today - invoice.due).days
    before = invoice.due + timedelta(days=-3)
    while before.weekday() >= 5:  # a word before the due day is said on a working day
        before += timedelta(days=1)
    if age < 0:
        return STEPS[0] if before == today else None
    reached = [step for step in STEPS[1:] if step[0] <= age]
    return reached[-1] if reached else None


def covered(day, customer, invoices, owed, held):
    """Due invoices that money without an invoice covers whole, oldest first: number → reason; and every share of it."""
    left = {i.number: owed[i.number] for i in sorted(invoices, key=lambda i: i.due)
            if owed[i.number] > 0 and i.due <= day.today and i.number not in held}
    contracts = {i.number: i.contract for i in invoices}
    by, shares = {}, {}
    for amount, contract, reason in day.unapplied(customer, owed):
        for number in left:
            if left[number] == 0 or (contract and contracts[number] != contract):
                continue
            share = min(amount, left[number])
            amount -= share
            left[number] -= share
            shares[number] = shares.get(number, 0) + share
            by[number] = reason
            if amount == 0:
                break
    return {number: by[number] for number, rest in left.items() if rest == 0}, shares


def reminders(company, story):
    """All letters, and the invoices that would be in one but for a reason."""
    spoken_of = set()  # invoices that a letter or a task was about: the next step waits at least five days
    letters, left_out = [], []
    for number in DAYS:
        day = Day(company, story, number)
        owed = day.owed()
        invoices = [i for i in company.invoices if i.first_day <= number and company.open_amount(i, number) > 0]
        held = day.held(owed, invoices)
        for customer in company.customers:
            own = [i for i in invoices if i.customer is customer]
            due = [(i, step_of(i, day.today)) for i in own if i.number not in spoken_of and step_of(i, day.today)]
            reasons = {}
            for invoice, step in due:
                if owed[invoice.number] <= 0:
                    reasons[invoice.number] = "paid_at_bank"
                elif invoice.number in held:
                    reasons[invoice.number] = held[invoice.number]
            whole, shares = covered(day, customer, own, owed, set(reasons) | set(held))
            reasons.update(whole)
            free = [(i, step) for i, step in due if i.number not in reasons]
            total_due = sum(owed[i.number] for i in own if i.number not in reasons and i.due <= day.today and owed[i.number] > 0)
            total_due += sum(owed[i.number] for i, _ in free if i.due > day.today)
            if total_due < LETTER_MINIMUM[customer.currency]:
                reasons.update({i.number: "minimum" for i, _ in free})
                free = []
            if not customer.email:
                reasons.update({i.number: "no_address" for i, step in free if step[2]})
                free = [(i, step) for i, step in free if not step[2]]
            spoken_of |= {i.number for i, _ in free}
            left_out += [{"day": number, "customer": customer.code, "document_number": i.number, "reason": reasons[i.number]}
                         for i, step in due if step[2] and i.number in reasons]
            asked = sorted([(i, step) for i, step in free if step[2]], key=lambda pair: (pair[0].due, pair[0].number))
            if asked:
                in_letter = {i.number for i, _ in asked}
                elsewhere = sum(share for number, share in shares.items() if number not in in_letter)
                letters.append({
                    "day": number, "customer": customer.code, "to": customer.email,
                    "language": "zh-CN" if customer.currency == "CNY" else "en", "currency": customer.currency,
                    "step": max((step for _, step in asked))[1],
                    "items": [{"document_number": i.number, "due_date": i.due.isoformat(), "owed": amount_text(owed[i.number])}
                              for i, _ in asked],
                    "total": amount_text(sum(owed[i.number] for i, _ in asked)),
                    # what is left of the customer's money without an invoice, for the invoices of this letter
                    "unapplied": amount_text(sum(pool[0] for pool in day.unapplied(customer, owed)) - elsewhere)})
    return {"letters": letters, "left_out": left_out}


def amount_text(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
