"""The demo company before its first day: customers, invoices, what was paid before. All names are invented.

Everything follows from SEED; the same run makes the same company on every machine. Money is whole
minor units (every currency here has two decimals).
"""
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

SEED = 20261118
DAYS = {1: date(2026, 11, 18), 2: date(2026, 11, 19), 3: date(2026, 11, 20)}
CURRENCY_NAMES = {"CNY": "人民币", "USD": "美元", "EUR": "欧元"}
RATES = {"CNY": 1.0, "USD": 7.1025, "EUR": 8.231}  # to home currency, the same all year
RENT = 880_000  # several tenants pay the same sum every month
COMMON = 500_000  # a sum that a dozen customers owe

CITIES = "杭州 宁波 苏州 无锡 常州 南通 绍兴 嘉兴 湖州 台州 温州 合肥 芜湖 南昌 长沙 株洲 武汉 成都 重庆 西安 青岛 烟台".split()
BRANDS = ("云岫 恒砺 朗澄 泰穗 启岚 瑞铎 博垣 盛棠 嘉渡 远岑 立橡 明铄 宏葭 思汀 智榷 达湄 信桓 方榆 承墨 晟柯 "
          "卓渊 锦檀 天彧 禾沅 景堃 展鹄 凯洲 同汐 正梧 安峤").split()
TRADES = "精密机械 自动化设备 液压技术 轴承制造 电气成套 泵阀 模具 环保工程 新材料 包装设备 食品机械 物流装备".split()
SURNAMES = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙".split()
GIVEN = "芳 强 敏 静 磊 洋 艳 勇 军 杰 娟 涛".split()
FOREIGN = [
    ("USD", "Northgate Valve Works Inc."), ("USD", "Pelican Bay Conveyors LLC"), ("USD", "Harrow & Finch Tooling Ltd"),
    ("USD", "Sierra Loma Packaging Corp."), ("USD", "Tidewater Bearings Inc."), ("USD", "Cobalt Ridge Automation LLC"),
    ("USD", "Maple Fork Hydraulics Inc."), ("USD", "Quayside Cranes Pty Ltd"), ("USD", "Lakemont Food Systems Corp."),
    ("EUR", "Brunnquell Apparatebau GmbH"), ("EUR", "Otterbach & Soehne KG"), ("EUR", "Ateliers Vermandel SARL"),
    ("EUR", "Officine Cadorelli S.r.l."), ("EUR", "Van Kortenhorst Techniek B.V."), ("EUR", "Talleres Ibaigane S.L."),
]


@dataclass
class Customer:
    code: str
    name: str
    short: str
    currency: str
    terms_days: int
    account: str
    tax_id: str
    email: str
    phone: str
    contact: str
    salesperson: str
    group: str = "01"
    tenant: bool = False


@dataclass
class Invoice:
    number: str
    customer: Customer
    day: date
    amount: int  # negative: a credit note
    tax_number: str
    contract: str = ""
    first_day: int = 0  # of the story; 0: was there before
    reserved: bool = False  # a payment of the story is about it

    @property
    def currency(self):
        return self.customer.currency

    @property
    def due(self):
        return self.day + timedelta(days=self.customer.terms_days)


@dataclass
class Receipt:
    number: str
    customer: Customer
    day: date
    amount: int
    style: str = "02"  # settlement style: 02 transfer, 07 bill
    note: str = ""  # the bank's or bill's number
    drafted: int = 0  # the story's day on which it appears, and on which it is approved (None: never)
    approved: int | None = 0


@dataclass
class Application:
    """A write-off (核销) of a receipt on an invoice; cancelled: the story's day of 取消核销."""
    receipt: Receipt
    invoice: Invoice
    amount: int
    day: int = 0
    cancelled: int | None = None


@dataclass
class Company:
    rng: random.Random
    customers: list = field(default_factory=list)
    invoices: list = field(default_factory=list)
    receipts: list = field(default_factory=list)
    applications: list = field(default_factory=list)
    amounts: set = field(default_factory=set)
    serial: int = 0

    def next_serial(self):
        self.serial += 1
        return self.serial

    def open_amount(self, invoice, day):
        paid = sum(a.amount for a in self.applications
                   if a.invoice is invoice and a.day <= day and (a.cancelled is None or a.cancelled > day))
        return invoice.amount - paid

    def open_invoices(self, customer, day=1):
        return [i for i in self.invoices if i.customer is customer and i.first_day <= day and self.open_amount(i, day) != 0]

    def unique_amount(self, currency):
        low, high = {"CNY": (3_000, 600_000), "USD": (2_000, 80_000), "EUR": (1_500, 60_000)}[currency]
        while True:
            amount = self.rng.randint(low, high) * 100 + self.rng.choice([0, 0, 0, 20, 36, 50, 75, 88])
            if amount not in self.amounts:
                self.amounts.add(amount)
                return amount

    def invoice(self, customer, day, amount, first_day=0):
        number = f"HY{day:%y%m}{self.next_serial():04d}"
        tax = f"26312000{self.rng.randint(10**11, 10**12 - 1)}"
        contract = f"HT-2026-{self.serial:04d}" if self.rng.random() < 0.3 else ""
        made = Invoice(number, customer, day, amount, tax, contract, first_day)
        self.invoices.append(made)
        return made

    def receipt(self, customer, day, amount, **more):
        made = Receipt(f"SK{day:%y%m}{self.next_serial():04d}", customer, day, amount, **more)
        self.receipts.append(made)
        return made

    def apply(self, receipt, invoice, amount, day=0, cancelled=None):
        made = Application(receipt, invoice, amount, day, cancelled)
        self.applications.append(made)
        return made


def _customers(company):
    rng = company.rng
    names = []
    while len(names) < 45:
        city, brand, trade = rng.choice(CITIES), rng.choice(BRANDS), rng.choice(TRADES)
        if all(brand not in name for _, name, _ in names) or len(names) >= len(BRANDS):
            full = f"{city}{brand}{trade}有限公司"
            if all(full != name for _, name, _ in names):
                names.append(("CNY", full, brand + trade[:2]))
    names += [(currency, name, name.split()[0]) for currency, name in FOREIGN]
    for index, (currency, name, short) in enumerate(names, 1):
        home = currency == "CNY"
        account = (f"62{rng.randint(10**16, 10**17 - 1)}" if home else
                   f"US{rng.randint(10**9, 10**10 - 1)}" if currency == "USD" else f"DE{rng.randint(10**19, 10**20 - 1)}")
        contact = rng.choice(SURNAMES) + rng.choice(GIVEN) if home else f"Accounts Payable {short}"
        company.customers.append(Customer(
            code=f"C{index:04d}", name=name, short=short, currency=currency, terms_days=rng.choice([30, 30, 60, 90]),
            account=account, tax_id=f"91330{rng.randint(10**12, 10**13 - 1)}" if home else "",
            email="" if index % 13 == 0 else f"ap{index}@customer{index:02d}.example",
            phone=f"0571-8{rng.randint(10**6, 10**7 - 1)}" if home else "",
            contact=contact, salesperson=f"P{1 + index % 4}", group="01" if home else "02", tenant=home and index in (5, 17, 29)))


def _invoices(company):
    rng = company.rng
    for index, customer in enumerate(company.customers):
        for _ in range(6 if index % 6 else 8):
            day = date(2026, 6, 1) + timedelta(days=rng.randint(0, 165))
            company.invoice(customer, day, company.unique_amount(customer.currency))
        if customer.tenant:
            for month in (8, 9, 10):
                company.invoice(customer, date(2026, month, 1), RENT)
        if customer.currency == "CNY" and index % 4 == 1:
            company.invoice(customer, date(2026, 9, 1) + timedelta(days=index), COMMON)
    for customer in company.customers[2:40:5]:  # credit notes
        company.invoice(customer, date(2026, 10, 12), -company.unique_amount(customer.currency) // 10)


def _history(company):
    """Invoices that are paid, some paid in part, and money on account."""
    rng = company.rng
    for customer in company.customers:
        for _ in range(2):
            day = date(2026, 2, 1) + timedelta(days=rng.randint(0, 120))
            invoice = company.invoice(customer, day, company.unique_amount(customer.currency))
            paid = invoice.due + timedelta(days=rng.randint(-5, 25))
            company.apply(company.receipt(customer, paid, invoice.amount), invoice, invoice.amount)
    for invoice in rng.sample([i for i in company.invoices if i.amount > 1_000_000 and company.open_amount(i, 0) > 0], 20):
        part = invoice.amount * 2 // 5 // 100 * 100
        company.apply(company.receipt(invoice.customer, date(2026, 11, 5), part), invoice, part)
    for customer in company.customers[4:45:9]:
        company.receipt(customer, date(2026, 11, 9), company.unique_amount("CNY") // 20)


def make_company():
    company = Company(random.Random(SEED))
    _customers(company)
    _invoices(company)
    _history(company)
    return company
