"""Three days of the demo company: what the bank books, what the bookkeeper does in U8, and the truth.

Each Line carries what a bookkeeper would decide about it. `state` lists the acceptable states of
CONTRACT's reconcile on the line's own day, `later` those on later days, once U8 has caught up.
"""
from dataclasses import dataclass, field
from itertools import combinations

from company import COMMON, DAYS, RENT

ACCOUNTS = {"CNY": "1202020109900012345", "USD": "755900012310802", "EUR": "DE89370400440532013000"}
OPENING = {"CNY": 325_000_000, "USD": 42_000_000, "EUR": 18_000_000}
OWN_NAME = {"CNY": "华远机械有限公司", "USD": "HUAYUAN MACHINERY CO LTD", "EUR": "Huayuan Machinery Co., Ltd."}
FEE_USD = 3_500


@dataclass
class Line:
    day: int
    currency: str
    amount: int
    name: str
    account: str
    text: str
    truth: str  # the class of the story
    state: list
    items: list = field(default_factory=list)  # (Invoice, amount)
    customer: object = None
    residual: str = ""
    line_class: str = ""  # CONTRACT's class of what is not receivable
    later: dict = field(default_factory=dict)
    reversal: bool = False
    third_party: bool = False
    duplicate_of: str = ""
    reference: str = ""  # the bank's, given when the day's lines are numbered


class Story:
    def __init__(self, company):
        self.company = company
        self.lines = []
        self.busy = set()  # customers that a line is about
        for lines_of_day in (self._day_1, self._day_2, self._day_3):
            for line in lines_of_day():
                self._add(line)

    def _add(self, line):
        number = 1 + sum(1 for other in self.lines if other.day == line.day and other.currency == line.currency)
        line.reference = f"{line.currency}{DAYS[line.day]:%y%m%d}{number:04d}"
        self.lines.append(line)

    # -- picking ------------------------------------------------------------------------------------

    def _items(self, customer, day):
        """Invoices of which nothing is paid yet and which no other line is about."""
        return [i for i in self.company.open_invoices(customer, day)
                if i.amount > 0 and i.amount not in (RENT, COMMON) and not i.reserved
                and self.company.open_amount(i, 0) == i.amount and i.first_day == 0]

    def _customer(self, currency, count=1, day=1):
        for customer in self.company.customers:
            if customer.currency == currency and customer.code not in self.busy and not customer.tenant \
                    and len(self._items(customer, day)) >= count:
                self.busy.add(customer.code)
                return customer
        raise AssertionError("the company has too few customers for the story")

    def _reserve(self, customer, count, day=1):
        chosen = self._items(customer, day)[:count]
        for item in chosen:
            item.reserved = True
        return chosen

    def _sums(self, customer, day=1):
        """Every sum that some of the customer's open items make."""
        amounts = [self.company.open_amount(i, 0) for i in self.company.open_invoices(customer, day)]
        return [sum(part) for size in range(1, len(amounts) + 1) for part in combinations(amounts, size)]

    def _paid(self, day, currency, count, text, truth, **more):
        """A payment of whole invoices by their customer; {0} {1} … in text are their numbers."""
        customer = self._customer(currency, count, day)
        items = self._reserve(customer, count, day)
        amount = sum(i.amount for i in items)
        return Line(day, currency, amount, customer.name, customer.account, text.format(*[i.number for i in items]), truth,
                    ["settled"], [(i, i.amount) for i in items], customer, **more)

    def _booked(self, line, drafted, approved=None, applied=None, to=None, cancelled=None):
        """The bookkeeper's receipt for a line: drafted, approved, applied on these days of the story."""
        receipt = self.company.receipt(line.customer, DAYS[line.day], line.amount, note=line.reference, drafted=drafted, approved=approved)
        if applied:
            for invoice, amount in to or line.items:
                self.company.apply(receipt, invoice, amount, applied, cancelled)
                cancelled = None  # of the first one only
        return receipt

    # -- day 1 --------------------------------------------------------------------------------------

    def _day_1(self):
        company, lines = self.company, []
        quoted = self._paid(1, "CNY", 1, "货款 发票{0}", "quoted_number", later={"2": ["settled"], "3": ["booked"]})
        several = self._paid(1, "CNY", 2, "付 {0} {1} 货款", "several_numbers", later={"2": ["booked"], "3": ["booked", "partly_booked"]})
        total = self._paid(1, "CNY", 3, "货款", "sum_without_numbers", later={"2": ["booked"], "3": ["booked"]})
        assert self._sums(total.customer).count(total.amount) == 1, "the sum must have one solution"
        self.first = (quoted, several, total)
        lines += [quoted, several, total]

        part = self._paid(1, "CNY", 1, "{0} 部分货款", "part_payment", later={"2": ["question", "settled", "booked"]})
        invoice = part.items[0][0]
        part.amount = invoice.amount // 2 // 100 * 100
        part.items = [(invoice, part.amount)]
        self.part = part
        lines.append(part)

        customer = self._customer("CNY", 6)
        amount = 10_000_000
        while amount in self._sums(customer):
            amount += 1_000_000
        lines.append(Line(1, "CNY", amount, customer.name, customer.account, "货款", "on_account", ["on_account"], customer=customer))

        customer = self._customer("CNY", 2)
        lines.append(Line(1, "CNY", 4_321_000, customer.name, customer.account, "付发票HY26099998", "number_not_in_ledger",
                          ["question", "unmatched", "on_account"], customer=customer))

        tenant = next(c for c in company.customers if c.tenant)
        lines.append(Line(1, "CNY", RENT, tenant.name, tenant.account, "房租", "equal_rents", ["on_account"], customer=tenant))

        lines.append(Line(1, "CNY", 1_234_500, "周静", "6222020000000000001", "转账", "payer_unknown", ["unmatched", "question"]))

        tax = self._paid(1, "CNY", 1, "", "tax_invoice_number")
        tax.text = f"发票号码{tax.items[0][0].tax_number}"
        lines.append(tax)

        trap = next(i for i in company.invoices if i.currency == "CNY" and i.customer.code not in self.busy and i.amount > 0)
        lines.append(Line(1, "CNY", 777_000, "无锡浦桐贸易商行", "6222020000000000002", f"流水20261118{trap.number}77号",
                          "number_inside_longer_number", ["unmatched", "question"]))
        lines.append(Line(1, "CNY", -1_250, "中国工商银行", "", "手续费 对公汇款", "bank_charge", ["not_receivable"], line_class="bank_charge"))
        lines.append(Line(1, "CNY", -7_102_500, OWN_NAME["CNY"], ACCOUNTS["USD"], "购汇", "own_transfer", ["not_receivable"],
                          line_class="own_transfer"))

        short = self._paid(1, "USD", 1, "INVOICE {0}", "fee_short", residual="bank_fee",
                           later={"2": ["partly_booked", "booked"], "3": ["partly_booked", "booked"]})
        short.amount -= FEE_USD
        self.short = short
        lines += [short,
                  self._paid(1, "USD", 2, "INV {0} AND {1}", "several_numbers"),
                  Line(1, "USD", 1_000_000, OWN_NAME["USD"], ACCOUNTS["CNY"], "FX PURCHASE", "own_transfer", ["not_receivable"],
                       line_class="own_transfer")]

        discount = self._paid(1, "EUR", 1, "Rechnung {0} abzgl. 2% Skonto", "early_payment_discount", residual="early_payment_discount")
        discount.state = ["settled", "question"]
        discount.amount -= (discount.amount * 2 + 50) // 100
        lines += [discount, self._paid(1, "EUR", 1, "RE {0}", "quoted_number")]
        return lines

    # -- day 2 --------------------------------------------------------------------------------------

    def _day_2(self):
        company, lines = self.company, []
        quoted, several, total = self.first
        self.draft = self._booked(quoted, drafted=2, approved=3, applied=3)
        self._booked(several, drafted=2, approved=2, applied=2, cancelled=3)  # 取消核销 of the first item on day 3
        self._booked(total, drafted=2, approved=2, applied=3)
        other = next(i for i in self._items(self.part.customer, 1) if i.amount > self.part.amount)
        self._booked(self.part, drafted=2, approved=2, applied=2, to=[(other, self.part.amount)])  # not what was paid
        self._booked(self.short, drafted=2, approved=2, applied=2, to=[(self.short.items[0][0], self.short.amount)])
        for customer in company.customers[10:50:10]:
            company.invoice(customer, DAYS[2], company.unique_amount(customer.currency), first_day=2)
        self._bill()

        third = self._paid(2, "CNY", 1, "", "third_party_payer", third_party=True)
        third.name, third.account = "合肥汇桥供应链管理有限公司", "6222020000000000003"
        third.text = f"代{third.customer.name}付{third.items[0][0].number}"
        lines.append(third)

        again = Line(2, "CNY", quoted.amount, quoted.name, quoted.account, quoted.text, "duplicate",
                     ["on_account"], customer=quoted.customer, duplicate_of=quoted.reference)
        lines.append(again)
        lines.append(Line(2, "CNY", COMMON, "苏州霁川商贸有限公司", "6222020000000000004", "货款", "amount_common", ["unmatched", "question"]))

        credit = self._with_credit_note()
        lines += [credit,
                  self._paid(2, "CNY", 1, "支付{0}", "quoted_number", later={"3": ["settled"]}),
                  Line(2, "CNY", -18_650_000, "代发工资", "", "代发11月工资", "payroll", ["not_receivable"], line_class="payroll"),
                  Line(2, "CNY", -3_120_045, "国家金库杭州市中心支库", "", "扣税 增值税", "tax", ["not_receivable"], line_class="tax"),
                  Line(2, "CNY", 2_000_000, "银行承兑汇票托收", "", "银行承兑汇票到期托收款", "bill_collection", ["not_receivable"],
                       line_class="bill_collection")]
        self.returned_cny = self._paid(2, "CNY", 1, "{0}货款", "returned_next_day", later={"3": ["reversed"]})
        self.returned_usd = self._paid(2, "USD", 1, "PAYMENT {0}", "returned_next_day", later={"3": ["reversed"]})
        lines += [self.returned_cny, self.returned_usd]
        self.quoted_2 = lines[4]

        part = self._paid(2, "EUR", 1, "Teilzahlung {0}", "part_payment")
        part.amount = part.amount // 3 // 100 * 100
        part.items = [(part.items[0][0], part.amount)]
        lines += [part,
                  Line(2, "EUR", -995, "Musterbank", "", "Kontofuehrungsgebuehr", "bank_charge", ["not_receivable"], line_class="bank_charge")]
        return lines

    def _bill(self):
        """An acceptance taken in payment of an invoice: a receipt of style 07, applied at once."""
        customer = self._customer("CNY", 1)
        invoice = self._reserve(customer, 1)[0]
        receipt = self.company.receipt(customer, DAYS[2], invoice.amount, style="07", note="5102331000012026111900012345678",
                                       drafted=2, approved=2)
        self.company.apply(receipt, invoice, invoice.amount, 2)

    def _with_credit_note(self):
        """One invoice and a credit note, both quoted; the difference is paid."""
        for customer in self.company.customers:
            notes = [i for i in self.company.open_invoices(customer) if i.amount < 0]
            items = self._items(customer, 2)
            if notes and customer.code not in self.busy and customer.currency == "CNY" and items[0].amount > -notes[0].amount:
                self.busy.add(customer.code)
                item = self._reserve(customer, 1, 2)[0]
                amount = item.amount + notes[0].amount
                return Line(2, "CNY", amount, customer.name, customer.account, f"付{item.number} 扣红字{notes[0].number}",
                            "several_numbers_with_credit_note", ["settled"], [(item, item.amount), (notes[0], notes[0].amount)], customer)
        raise AssertionError("no customer with a credit note is left")

    # -- day 3 --------------------------------------------------------------------------------------

    def _day_3(self):
        company = self.company
        self._booked(self.quoted_2, drafted=3)
        for customer in company.customers[12:48:12]:
            company.invoice(customer, DAYS[3], company.unique_amount(customer.currency), first_day=3)
        tenant = [c for c in company.customers if c.tenant][1]
        rent = next(i for i in company.open_invoices(tenant) if i.amount == RENT)
        customer = self._customer("CNY", 2, 3)
        number_off = self._reserve(customer, 1, 3)[0]
        return [
            Line(3, "CNY", -self.returned_cny.amount, self.returned_cny.name, self.returned_cny.account,
                 f"退汇 {self.returned_cny.text}", "return", ["reversed", "not_receivable"], reversal=True),
            Line(3, "CNY", 32_118, "中国工商银行", "", "结息", "interest", ["not_receivable"], line_class="interest"),
            Line(3, "CNY", RENT, tenant.name, tenant.account, f"房租 {rent.number}", "equal_rents_with_number", ["settled"],
                 [(rent, RENT)], tenant),
            Line(3, "CNY", -2_680_000, "台州沐桥钢材有限公司", "6222020000000000005", "材料款", "supplier", ["not_receivable"]),
            Line(3, "CNY", number_off.amount, customer.name, customer.account, "货款", "exact_amount_without_number", ["settled", "question"],
                 [(number_off, number_off.amount)], customer),
            self._paid(3, "CNY", 1, "款项 {0}", "quoted_number"),
            Line(3, "USD", -self.returned_usd.amount, self.returned_usd.name, self.returned_usd.account,
                 f"RETURN {self.returned_usd.text}", "return", ["reversed", "not_receivable"], reversal=True),
            self._paid(3, "USD", 1, "OUR PAYMENT {0}", "quoted_number"),
            self._paid(3, "EUR", 1, "Zahlung {0}", "quoted_number"),
        ]

    # -- what others ask ----------------------------------------------------------------------------

    def lines_of(self, day, currency):
        return [line for line in self.lines if line.day == day and line.currency == currency]

    def balance_before(self, day, currency):
        return OPENING[currency] + sum(line.amount for line in self.lines if line.currency == currency and line.day < day)


def truth(story):
    """What a bookkeeper would decide, one record a statement line."""
    def amount(cents):
        return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
    return {"days": {str(day): DAYS[day].isoformat() for day in DAYS}, "accounts": ACCOUNTS, "lines": [
        {"day": line.day, "account": ACCOUNTS[line.currency], "bank_reference": line.reference, "amount": amount(line.amount),
         "currency": line.currency, "case": line.truth, "state": line.state, "later": line.later,
         "customer": line.customer.code if line.customer else None,
         "items": [{"document_number": item.number, "amount": amount(paid)} for item, paid in line.items],
         "residual": line.residual or None, "class": line.line_class or None, "third_party_payer": line.third_party,
         "duplicate_of": line.duplicate_of or None}
        for line in story.lines]}
