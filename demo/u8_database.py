"""Writes the company as a U8 account set in SQLite, as it stands on the morning of a day of the story."""
import sqlite3
from datetime import date
from pathlib import Path

from company import CURRENCY_NAMES, DAYS, RATES
from story import OPENING

TABLES = Path(__file__).parent.parent / "connectors/erp/yonyou_u8/fixture/tables.sql"
BANK_ACCOUNTS = {"CNY": "100201", "USD": "100202", "EUR": "100203"}
RECEIVABLE = "1122"
SALESPEOPLE = [("P1", "何琳", "he.lin@huayuan.example"), ("P2", "罗凯", "luo.kai@huayuan.example"),
               ("P3", "许诺", "xu.nuo@huayuan.example"), ("P4", "Anna Schmidt", "anna.schmidt@huayuan.example")]


def _decimal(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _home(cents, currency):
    return _decimal(_home_cents(cents, currency))


def _home_cents(cents, currency):
    rate = round(RATES[currency] * 10_000)
    sign = -1 if cents < 0 else 1
    return sign * ((abs(cents) * rate + 5_000) // 10_000)


def _stamp(day: date):
    return f"{day.isoformat()} 00:00:00"


class Database:
    def __init__(self, path: Path, company, day: int):
        self.company, self.day = company, day
        self.ids = {}
        self.shown = True  # else the row's number is taken and the row not written: a row keeps its number from day to day
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        self.connection = sqlite3.connect(fresh)
        self.connection.executescript(TABLES.read_text(encoding="utf-8"))
        self._archives()
        self._documents()
        self._receipts()
        self._general_ledger()
        self.connection.commit()
        self.connection.close()
        fresh.replace(path)  # whoever reads the old one keeps it whole

    def _insert(self, table, **values):
        if not self.shown:
            return
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))

    def _id(self, table):
        self.ids[table] = self.ids.get(table, 0) + 1
        return self.ids[table]

    def _archives(self):
        for code, name, email in SALESPEOPLE:
            self._insert("Person", cPersonCode=code, cPersonName=name, cPersonEmail=email)
        for c in self.company.customers:
            self._insert("Customer", cCusCode=c.code, cCusName=c.name, cCusAbbName=c.short, cCCCode=c.group,
                         cDCCode="CN" if c.currency == "CNY" else "FOREIGN", cCusRegCode=c.tax_id, cCusAccount=c.account,
                         cCusEmail=c.email, cCusPerson=c.contact, cCusPhone=c.phone, cCusHand="", cCusPPerson=c.salesperson,
                         cCusCreGrade="B", iCusCreLine=2_000_000, iCusCreDate=c.terms_days, bCredit=1, cCusHeadCode=c.code,
                         cCusExch_name=CURRENCY_NAMES[c.currency], dModifyDate="2026-01-05 00:00:00")

    def _ar_row(self, kind, number, day, customer, debit, credit, style, co_kind, co_number, currency, **more):
        self._insert("Ar_Detail", Auto_ID=self._id("Ar_Detail"), cVouchType=kind, cVouchID=number, dVouchDate=_stamp(day),
                     dRegDate=_stamp(day), cDwCode=customer.code, cDeptCode="XS", cPerson=customer.salesperson,
                     cexch_name=CURRENCY_NAMES[currency], iExchRate=RATES[currency], iDAmount=_home(debit, currency),
                     iCAmount=_home(credit, currency), iDAmount_f=_decimal(debit), iCAmount_f=_decimal(credit), cProcStyle=style,
                     iFlag=0, cCoVouchType=co_kind, cCoVouchID=co_number, cFlag="AR", **more)

    def _documents(self):
        for invoice in self.company.invoices:
            self.shown = invoice.first_day <= self.day
            self._ar_row("26", invoice.number, invoice.day, invoice.customer, invoice.amount, 0, "26", "26", invoice.number,
                         invoice.currency, cDigest="销售商品", cContractID=invoice.contract or None, dCreditStart=_stamp(invoice.day),
                         iCreditPeriod=invoice.customer.terms_days, dGatheringDate=_stamp(invoice.due))
            self._insert("SaleBillVouch", SBVID=self._id("SaleBillVouch"), cSBVCode=invoice.number, cVouchType="26",
                         dDate=_stamp(invoice.day), cCusCode=invoice.customer.code, cPersonCode=invoice.customer.salesperson,
                         cexch_name=CURRENCY_NAMES[invoice.currency], cVerifier="demo", cDefine10=invoice.tax_number)
        self.shown = True

    def _stands(self, application):
        return application.day <= self.day and (application.cancelled is None or application.cancelled > self.day)

    def _receipts(self):
        for receipt in self.company.receipts:
            customer, currency = receipt.customer, receipt.customer.currency
            approved = receipt.approved is not None and receipt.approved <= self.day
            applications = [a for a in self.company.applications if a.receipt is receipt]
            rest = receipt.amount - sum(a.amount for a in applications if approved and self._stands(a))
            self.shown = receipt.drafted <= self.day
            head = self._id("Ap_CloseBill")
            self._insert("Ap_CloseBill", iID=head, cVouchType="48", cVouchID=receipt.number, dVouchDate=_stamp(receipt.day),
                         cDwCode=customer.code, cSSCode=receipt.style, cNoteNo=receipt.note, cexch_name=CURRENCY_NAMES[currency],
                         iExchRate=RATES[currency], iAmount=_home(receipt.amount, currency), iAmount_f=_decimal(receipt.amount),
                         cOperator="demo", cCheckMan="demo" if approved else None,
                         cCode=BANK_ACCOUNTS[currency] if receipt.style != "07" else "1121", cFlag="AR",
                         dcreatesystime=_stamp(receipt.day), dverifysystime=_stamp(receipt.day) if approved else None)
            self._insert("Ap_CloseBills", ID=self._id("Ap_CloseBills"), iID=head, iType=0, iAmt_f=_decimal(receipt.amount),
                         iAmt=_home(receipt.amount, currency), iRAmt_f=_decimal(rest), iRAmt=_home(rest, currency))
            self.shown = approved
            self._ar_row("48", receipt.number, receipt.day, customer, 0, receipt.amount, "48", "48", receipt.number, currency,
                         cDigest="收款")
            for number, a in enumerate(applications, 1):
                self.shown = approved and self._stands(a)
                day = receipt.day if a.day == 0 else DAYS[a.day]
                batch = f"{receipt.number}-{number}"
                self._ar_row("48", receipt.number, day, customer, 0, a.amount, "9P", "26", a.invoice.number, currency, cCancelNo=batch)
                self._ar_row("48", receipt.number, day, customer, a.amount, 0, "9P", "48", receipt.number, currency, cCancelNo=batch)
        self.shown = True

    def _voucher(self, day, account, currency, debit, credit, customer, text, note=None):
        self._insert("GL_accvouch", i_id=self._id("GL_accvouch"), iyear=2026, iperiod=day.month, dbill_date=_stamp(day), cdigest=text,
                     ccode=account, cexch_name=None if currency == "CNY" else CURRENCY_NAMES[currency], md=_home(debit, currency),
                     mc=_home(credit, currency), md_f=_decimal(debit if currency != "CNY" else 0),
                     mc_f=_decimal(credit if currency != "CNY" else 0), cn_id=note, ccus_id=customer.code, tvouchtime=_stamp(day))

    def _general_ledger(self):
        for account, name, currency, bank in [("1122", "应收账款", None, 0), ("2203", "预收账款", None, 0), ("1121", "应收票据", None, 0),
                                              ("100201", "工商银行", None, 1), ("100202", "招商银行美元户", "美元", 1),
                                              ("100203", "Musterbank 欧元户", "欧元", 1)]:
            self._insert("code", iyear=2026, ccode=account, ccode_name=name, cexch_name=currency, bbank=bank,
                         cother="AR" if account in ("1122", "2203") else None)
        for invoice in self.company.invoices:
            self.shown = invoice.first_day <= self.day
            self._voucher(invoice.day, RECEIVABLE, invoice.currency, invoice.amount, 0, invoice.customer, invoice.number)
        before = dict.fromkeys(BANK_ACCOUNTS, 0)
        for receipt in self.company.receipts:
            self.shown = receipt.approved is not None and receipt.approved <= self.day
            currency = receipt.customer.currency
            account = BANK_ACCOUNTS[currency] if receipt.style != "07" else "1121"
            self._voucher(receipt.day, account, currency, receipt.amount, 0, receipt.customer, "收款", receipt.note or receipt.number)
            self._voucher(receipt.day, RECEIVABLE, currency, 0, receipt.amount, receipt.customer, "收款")
            if receipt.approved == 0:
                before[currency] += receipt.amount
        self.shown = True
        for currency, account in BANK_ACCOUNTS.items():  # so that the book agrees with the bank before the first day
            opening = OPENING[currency] - before[currency]
            self._insert("GL_accsum", i_id=self._id("GL_accsum"), iyear=2026, iperiod=1, ccode=account,
                         cexch_name=None if currency == "CNY" else CURRENCY_NAMES[currency],
                         cbegind_c_engl="Dr" if opening >= 0 else "Cr", mb=_home(abs(opening), currency), mb_f=_decimal(abs(opening)))
        for account in ("1122", "2203"):
            self._insert("GL_accsum", i_id=self._id("GL_accsum"), iyear=2026, iperiod=1, ccode=account, cbegind_c_engl="Dr", mb="0.00",
                         mb_f="0.00")
