#!/usr/bin/env python3
"""A labelled month of a Chinese company's receivables; cn_b2b_score.py judges what a matching engine makes of it.

  cn_b2b.py LINES FOLDER [--seed S]     writes FOLDER/customers.csv, items.csv, lines.csv (what match_quality reads), truth.csv

Every line is drawn along three axes that know nothing of each other, so shares overlap (a private person may make a round payment
with no number in the text):
  what is paid   rolling 40 % (a round sum against the running balance: the items of the contract it names first, then the oldest),
                 oldest 13 % (the oldest items to the cent), single 16 %, several 9 % (items of the payer's choice), part 5 %,
                 short 3 % (a fee or a discount taken off), missing 3 % (the invoice is not in the ledger yet), twice 0.5 %,
                 returned 0.5 %, newcomer 1 % (a firm that is no customer), bill 5 % (collection or discount of a bill, a quarter
                 of them debited to the customer who accepted it), other 4 % (interest, tax, wages, own transfers)
  who pays       of the payments of customers: a group's treasury, parent or agency 8 %, a private person 5 %, else the customer,
                 four of five times from an account that the ledger knows
  what is said   of all lines 65 % no number at all, 5 % the contract alone; the others quote a tax invoice of 20 digits (four in ten),
                 its last eight (two in ten), the document (three in ten) or the delivery note (one in ten)
A third of the customers bear names of one family, a few of these share an account, and some heads of families owe nothing themselves.
Truth: whose money it is (empty: nobody's debt to us), and the items a careful clerk applied it to. `knowable` is yes where the text
names the items; a rolling payment names none, so the right answer to it is the customer alone.
"""
import argparse
import csv
import datetime
import random
from collections import Counter, defaultdict
from pathlib import Path

WHAT = {"rolling": 40, "oldest": 13, "single": 16, "several": 9, "part": 5, "short": 3, "missing": 3, "twice": 0.5, "returned": 0.5,
        "newcomer": 1, "bill": 5, "other": 4}
SILENT = {"rolling": 0.93, "oldest": 0.74, "newcomer": 0.9}  # how often a kind says no number; the others by SILENT_ELSE
SILENT_ELSE = 0.24
CONTRACT_OF_SPOKEN = 0.07  # makes 5 % of all lines
SPOKEN = {"tax": 4, "tail": 2, "document": 3, "delivery": 1}
LINES_PER_CUSTOMER = 3
FIRST_DAY = datetime.date(2026, 11, 1)
DAYS = 20

STEMS = "盛 瑞 丰 泰 隆 昌 达 通 源 恒 荣 德 兴 安 康 顺 祥 益 宏 伟 远 辉 锦 诚 信 嘉 美 利 万 新".split()
PLACES = "上海 江苏 浙江 苏州 无锡 常州 昆山 宁波 温州 台州 嘉兴 合肥 芜湖 武汉 长沙 东莞 佛山 中山 惠州 青岛 烟台 潍坊 济南 郑州 洛阳 西安 成都 重庆 沈阳 大连".split()
TRADES = "机械 精密机械 模具 电机 轴承 五金 电子 电气 塑料 包装 化工 涂料 钢材 金属制品 纺织 服饰 食品 建材 阀门 泵业 自动化设备 汽车零部件 新能源 仪表 环保科技".split()
FORMS = ["有限公司"] * 7 + ["股份有限公司", "有限责任公司", "集团有限公司"]
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚建国志华海波"
BANKS = "工商 农业 建设 交通 招商 浦发 中信 民生".split()
NO_NUMBER = ["货款"] * 28 + [""] * 16 + ["往来款"] * 15 + ["材料款"] * 9 + ["付货款"] * 7 + ["还款"] * 5 + ["支付货款"] * 4 + \
    ["9月货款", "10月货款", "2026年10月货款", "十月份货款", "设备款", "加工费", "尾款", "预付货款", "电汇", "转账", "网银转账", "结算货款", "往来", "购货款"]


class Month:
    def __init__(self, lines, seed):
        self.random = random.Random(seed)
        self.count = lines
        self.customers, self.items, self.lines, self.truth = [], [], [], []
        self.of_customer = defaultdict(list)
        self.left = {}  # item → cents the clerk has not applied anything to
        self.payments = []  # of single invoices, for those that come twice or back; none does both
        self.sequence = self.random.randrange(10**6, 10**7)
        self.make_customers()
        self.make_items()
        self.make_lines()

    def digits(self, count):
        return str(self.random.randrange(10 ** (count - 1), 10**count))

    # A third stand in families of one name.
    def make_customers(self):
        r, names = self.random, set()
        while len(self.customers) < max(4, self.count // LINES_PER_CUSTOMER):
            stem, place, trade, form = "".join(r.sample(STEMS, 2)), r.choice(PLACES), r.choice(TRADES), r.choice(FORMS)
            family = [place + stem + trade + form]
            if r.random() < 0.15:
                other, else_where = r.choice(TRADES), r.choice(PLACES)
                others = (stem + trade + "有限公司", f"{stem}{trade}（{else_where}）有限公司", else_where + stem + trade + "有限公司",
                          place + stem + other + "有限公司", place + stem + "集团有限公司", family[0] + else_where + "分公司")
                family += r.sample(others, r.randrange(1, 5))
            head = len(self.customers)
            for name in family:
                if name in names:
                    continue
                names.add(name)
                known = [self.digits(19) for _ in range(1 + (r.random() < 0.15))] if r.random() < 0.85 else []
                if known and len(family) > 1 and len(self.customers) > head and r.random() < 0.05:
                    known = self.customers[head]["known"] or known  # two firms of a family with one account
                self.customers.append({"id": f"K{len(self.customers):06d}", "name": name, "short": stem + trade, "known": known,
                                       "own": known or [self.digits(19)], "new": self.digits(19), "family": head, "stem": stem, "place": place,
                                       "habit": r.choices(("roller", "exact", "mixed"), (50, 30, 20))[0], "owner": self.person(),
                                       "contracts": [f"HT26{len(self.customers):05d}-{k + 1:02d}" for k in range(r.randrange(1, 4))]})

    def person(self):
        r = self.random
        return r.choice(SURNAMES) + "".join(r.sample(GIVEN, r.choice((1, 2, 2)))), self.digits(19)

    # A running balance of many items per customer.
    def amount(self, customer):
        r = self.random
        before = self.of_customer[customer]
        if before and r.random() < 0.12:
            return self.items[r.choice(before)]["cents"]  # the same delivery every month
        yuan = min(max(r.lognormvariate(9.8, 1.1), 200), 3_000_000)
        kind = r.random()
        if kind < 0.06:
            return max(1, round(yuan / 5_000)) * 500_000
        if kind < 0.20:
            return max(1, round(yuan / 100)) * 10_000
        return round(yuan * 100)

    def make_items(self):
        r = self.random
        heads = {c["family"] for k, c in enumerate(self.customers) if c["family"] != k}
        # Some heads of families only hold: they are customers on paper, and owe nothing.
        holds = lambda k: k in heads and r.random() < 0.3
        sizes = [0 if holds(k) else min(80, 1 + int(r.lognormvariate(2.0, 0.9))) for k in range(len(self.customers))]
        rows = sorted((FIRST_DAY - datetime.timedelta(days=r.randrange(5, 220)), k) for k, size in enumerate(sizes) for _ in range(size))
        for day, k in rows:
            self.sequence += r.randrange(1, 40)
            tax = f"26{r.choice(('32', '31', '33'))}2{self.sequence:015d}" if r.random() < 0.92 else f"{self.sequence:08d}"
            before = self.of_customer[k]
            if before and r.random() < 0.01:
                tax = self.items[before[-1]]["tax"]  # one tax invoice over two items
            elif r.random() < 0.02:
                tax += f";26322{self.sequence + 1:015d}"
            self.items.append({"id": f"I{len(self.items):07d}", "customer": k, "number": f"XS{day:%y%m}{len(self.items) % 1000000:06d}",
                               "date": day, "due": day + datetime.timedelta(days=r.choice((30, 60, 60, 90))), "cents": self.amount(k),
                               "tax": tax, "contract": r.choice(self.customers[k]["contracts"]), "delivery": f"FH{day:%y%m%d}{r.randrange(1000, 9999)}"})
            self.left[len(self.items) - 1] = self.items[-1]["cents"]
            before.append(len(self.items) - 1)
        for rows in self.of_customer.values():
            rows.sort(key=lambda i: (self.items[i]["due"], i))

    # The statement, day by day.
    def make_lines(self):
        kinds = self.random.choices(list(WHAT), list(WHAT.values()), k=self.count)
        days = sorted(self.random.randrange(DAYS) for _ in kinds)
        for day, kind in zip(days, kinds):
            getattr(self, kind)(FIRST_DAY + datetime.timedelta(days=day))

    def emit(self, day, kind, cents, payer, text, customer=None, applied=(), who="other", said="silent"):
        row = (f"L{len(self.lines):07d}", day, cents, "CNY", *payer, text)
        self.lines.append(row)
        self.truth.append((row[0], kind, who, said, "" if customer is None else self.customers[customer]["id"],
                           ";".join(self.items[i]["id"] for i, _ in applied), ";".join(str(c) for _, c in applied),
                           "yes" if said not in ("silent", "contract") and applied else "no"))

    def some_customer(self, *habits):
        while True:
            k = self.random.randrange(len(self.customers))
            if self.customers[k]["habit"] in habits and any(self.left[i] for i in self.of_customer[k]):
                return k

    def untouched(self, k):
        return [i for i in self.of_customer[k] if self.left[i] == self.items[i]["cents"]]

    def payer(self, k):
        """Name and account, what kind of payer that is, and what is written about the debtor ("" where he pays himself)."""
        r, customer = self.random, self.customers[k]
        kind = r.random()
        if kind < 0.08:
            said = customer["name"] if r.random() < 0.7 else ""
            way = r.random()
            if way < 0.4:
                treasury = customer["place"] + customer["stem"] + "集团财务有限公司"
                return (treasury, f"1001{customer['family']:012d}"), "treasury", f"代{said}付" if said else ""
            if way < 0.6 and customer["family"] != k:
                head = self.customers[customer["family"]]
                if any(self.left[i] for i in self.of_customer[customer["family"]]):
                    said = customer["name"]  # nobody could know otherwise whose debt it is
                return (head["name"], head["own"][0]), "parent", f"代{said}付" if said else ""
            office = r.randrange(40)
            name = PLACES[office % len(PLACES)] + STEMS[office % len(STEMS)] + STEMS[(office + 7) % len(STEMS)] + r.choice(("供应链管理有限公司", "进出口有限公司"))
            return (name, f"1002{office:012d}"), "agency", f"代{said}付" if said else ""
        if kind < 0.13:
            person = customer["owner"] if r.random() < 0.7 else self.person()
            return person, "private", r.choice((customer["name"], customer["short"], "", ""))
        name = customer["name"].replace("（", "(").replace("）", ")") if r.random() < 0.3 else customer["name"]
        account = r.choice(customer["own"]) if r.random() < 0.94 else customer["new"]
        return (name, account if r.random() < 0.97 else ""), "known" if account in customer["known"] else "own", ""

    def wording(self, kind, k, items):
        """The text, and what it quotes: silent, contract, or a number of the items."""
        r = self.random
        if not items or r.random() < SILENT.get(kind, SILENT_ELSE):
            return r.choice(NO_NUMBER), "silent"
        if kind == "rolling" or r.random() < CONTRACT_OF_SPOKEN:
            contracts = [self.items[items[0]]["contract"]] if kind == "rolling" else dict.fromkeys(self.items[i]["contract"] for i in items)
            return r.choice(("{}", "合同{}", "{}货款", "合同号{}")).format("、".join(contracts)), "contract"
        said = r.choices(list(SPOKEN), list(SPOKEN.values()))[0]
        numbers = [{"tax": self.items[i]["tax"].split(";")[0], "tail": self.items[i]["tax"].split(";")[0][-8:], "document": self.items[i]["number"],
                    "delivery": self.items[i]["delivery"]}[said] for i in items]
        if len(numbers) > 3 and r.random() < 0.4:
            return f"{r.choice(('发票', '付'))}{numbers[0]}等{len(numbers)}张", said
        return r.choice(("发票{}", "{}", "货款{}", "付{}发票款", "{}货款", "发票号{}")).format(r.choice(("、", " ", ",", "/")).join(dict.fromkeys(numbers))), said

    def pay(self, day, kind, k, items, cents, take=None, wording=None):
        text, said = wording or self.wording(kind, k, items)
        payer, who, debtor = self.payer(k)
        if debtor:
            text = f"{debtor}{text}" if self.random.random() < 0.7 else f"{text} {debtor}"
        applied = []
        for i in items:
            part = min(self.left[i], cents - sum(c for _, c in applied)) if take is None else take[i]
            applied.append((i, part))
            self.left[i] -= part
        self.emit(day, kind, cents, payer, text, k, applied, who, said)
        return payer, text, who, said

    def rolling(self, day):
        r = self.random
        k = self.some_customer("roller", "mixed")
        rows = [i for i in self.of_customer[k] if self.left[i]]
        balance = sum(self.left[i] for i in rows)
        step = r.choice((1_000_000, 5_000_000, 500_000, 100_000))
        cents = max(step, round(balance * r.uniform(0.1, 0.7) / step) * step)
        while cents > balance and step > 10_000:
            step //= 10
            cents = balance // step * step
        if not 0 < cents <= balance:
            return self.single(day)
        wording = self.wording("rolling", k, rows)
        if wording[1] == "contract":  # its own items first, whatever else is older
            named = self.items[rows[0]]["contract"]
            rows.sort(key=lambda i: self.items[i]["contract"] != named)
        items, sum_of = [], 0
        for i in rows:
            if sum_of >= cents:
                break
            items.append(i)
            sum_of += self.left[i]
        self.pay(day, "rolling", k, items, cents, None, wording)

    def oldest(self, day):
        k = self.some_customer("exact", "mixed")
        rows = [i for i in self.of_customer[k] if self.left[i]][: self.random.choice((1, 1, 2, 2, 3, 3, 4, 5))]
        self.pay(day, "oldest", k, rows, sum(self.left[i] for i in rows))

    def chosen(self, count):
        while True:
            k = self.some_customer("exact", "mixed", "roller")
            rows = self.untouched(k)
            if len(rows) >= count:
                return k, sorted(self.random.sample(rows, count))

    def single(self, day):
        k, rows = self.chosen(1)
        cents = self.items[rows[0]]["cents"]
        payer, text, who, said = self.pay(day, "single", k, rows, cents)
        self.payments.append((day, k, rows[0], cents, payer, text, who, said))

    def several(self, day):
        k, rows = self.chosen(self.random.choice((2, 2, 2, 3, 3, 4)))
        self.pay(day, "several", k, rows, sum(self.items[i]["cents"] for i in rows))

    def part(self, day):
        k, rows = self.chosen(1)
        cents = max(100, self.items[rows[0]]["cents"] * self.random.randrange(10, 90) // 100)
        if self.random.random() < 0.6:
            cents = max(100_00, cents // 1_000_00 * 1_000_00) if cents > 1_000_00 else cents
        self.pay(day, "part", k, rows, min(cents, self.items[rows[0]]["cents"]))

    def short(self, day):
        k, rows = self.chosen(1)
        cents = self.items[rows[0]]["cents"]
        off = self.random.choice((cents * 2 // 100, 500, 1_000, 1_500, 2_000))
        self.pay(day, "short", k, rows, cents - min(off, cents // 2), {rows[0]: cents})

    def missing(self, day):
        k = self.some_customer("exact", "mixed")
        self.sequence += 17
        text = self.random.choice((f"发票26322{self.sequence:015d}", f"XS2611{self.random.randrange(900000, 999999)}", "货款"))
        payer, who, debtor = self.payer(k)
        self.emit(day, "missing", round(self.random.lognormvariate(9.8, 1.1) * 100), payer, debtor + text, k, (), who,
                  "silent" if text == "货款" else "number")

    def twice(self, day):
        if not self.payments:
            return self.single(day)
        _, k, _, cents, payer, text, who, said = self.payments.pop(self.random.randrange(len(self.payments)))
        self.emit(day, "twice", cents, payer, text, k, (), who, said)

    def returned(self, day):
        back = [p for p in self.payments if p[0] < day]
        if not back:
            return self.single(day)
        paid = self.random.choice(back)
        self.payments.remove(paid)
        _, _, item, cents, payer, text, who, said = paid
        row = next(i for i, t in enumerate(self.truth) if t[1] == "single" and t[5] == self.items[item]["id"])
        self.truth[row] = (self.truth[row][0], "returned", who, said, "", "", "", "no")
        self.left[item] = cents
        self.emit(day, "returned", -cents, payer, f"退汇 {text}".strip(), None, (), who, said)

    def newcomer(self, day):
        r = self.random
        name = r.choice(PLACES) + "".join(r.sample(STEMS, 2)) + r.choice(TRADES) + "厂"
        text, said = (f"XS2611{r.randrange(900000, 999999)}", "number") if r.random() < 0.1 else (r.choice(NO_NUMBER), "silent")
        payer = (name, self.digits(19))
        self.emit(day, "newcomer", round(r.lognormvariate(9.8, 1.1)) * 100, payer, text, None, (), "stranger", said)

    def bill(self, day):
        r = self.random
        face = r.choice((5, 10, 10, 20, 30, 50)) * 1_000_000
        number = f"{r.choice((5, 6))}{self.digits(29)}"
        bank = f"{r.choice(BANKS)}银行股份有限公司{r.choice(PLACES)}支行"
        if r.random() < 0.25:  # the customer's own acceptance: the bill settled the receivable long ago
            customer = self.customers[r.randrange(len(self.customers))]
            text = r.choice((f"商业承兑汇票到期兑付 {number}", f"电子商票托收 票号{number}"))
            self.emit(day, "bill", face, (customer["name"], customer["own"][0]), text, None, (), "acceptor")
        elif r.random() < 0.4:
            text = r.choice((f"贴现款 票号{number}", f"银承贴现 {number}"))
            self.emit(day, "bill", face - face * r.randrange(20, 180) // 10_000, (bank, ""), text, None, (), "bank")
        else:
            text = r.choice((f"银行承兑汇票托收 {number}", f"电票到期托收 票号{number}", "银承到期托收回款"))
            self.emit(day, "bill", face, (bank, self.digits(16)), text, None, (), "bank")

    def other(self, day):
        r = self.random
        supplier = (r.choice(PLACES) + "".join(r.sample(STEMS, 2)) + "物资经营部", self.digits(19))
        treasury = ("国家金库" + r.choice(PLACES) + "支库", "")
        cents, payer, text = r.choice((
            (r.randrange(100, 900_000), ("", ""), r.choice(("结息", "2026年第三季度结息", "利息收入"))),
            (-r.randrange(100, 50_000), ("", ""), r.choice(("手续费", "网银手续费", "账户管理费"))),
            (-r.randrange(100_000, 30_000_000), self.person(), r.choice(("代发工资", "10月工资", "报销款"))),
            (-r.randrange(100_000, 90_000_000), treasury, "税款"),
            (r.choice((100_000_000, 50_000_000, 20_000_000)), ("本公司", self.digits(19)), "内部转账"),
            (r.randrange(10_000, 3_000_000), supplier, r.choice(("退款", "退货款", "投标保证金退回"))),
            (-round(r.lognormvariate(9.8, 1.1) * 100), supplier, r.choice(("货款", "材料款", "运费")))))
        self.emit(day, "other", cents, payer, text)

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)

        def table(name, head, rows):
            with open(folder / name, "w", newline="", encoding="utf-8") as file:
                out = csv.writer(file, lineterminator="\n")
                out.writerow(head.split())
                out.writerows(rows)

        table("customers.csv", "customer_id name alias account", ((c["id"], c["name"], "", ";".join(c["known"])) for c in self.customers))
        table("items.csv", "item_id customer_id number date due amount_cents open_cents currency tax_invoice_numbers contract_number delivery_numbers",
              ((i["id"], self.customers[i["customer"]]["id"], i["number"], i["date"], i["due"], i["cents"], i["cents"], "CNY", i["tax"],
                i["contract"], i["delivery"]) for i in self.items))
        table("lines.csv", "line_id date amount_cents currency payer_name payer_account remittance", self.lines)
        table("truth.csv", "line_id class payer text customer_id item_ids item_cents knowable", self.truth)
        print(f"{len(self.customers)} customers, {len(self.items)} items, {len(self.lines)} lines")
        for axis, column in (("what", 1), ("who", 2), ("said", 3)):
            counts = Counter(row[column] for row in self.truth).most_common()
            print(f"  {axis}: " + ", ".join(f"{name} {100 * count / len(self.lines):.1f} %" for name, count in counts))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    Month(said.lines, said.seed).write(said.folder)


if __name__ == "__main__":
    main()
