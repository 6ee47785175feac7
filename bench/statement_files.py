#!/usr/bin/env python3
"""Statements for measuring: MT940, CAMT.053, OFX 1, CSV (UTF-8 and GBK), BAI2, QIF. The same arguments give the same bytes.

  statement_files.py mt940|camt053|ofx1|csv|csv-gbk|bai2|qif ENTRIES FILE [--per-statement N]

Every entry has its payer, an account and an invoice number in the text; balances, counts and sums hold.
Prints the number of entries and their sum in cents to standard error. Fixed columns: fixed_statements.py.
"""
import argparse
import datetime
import random
import sys

FIRST_DAY = datetime.date(2026, 1, 1)
OPENING = 100_000_000
COMPANIES = [a + " " + b for a in ("Brenner", "Castell", "Dumont", "Elster", "Fjord", "Garnier") for b in ("Metall GmbH", "Foods Ltd", "Papier AG")]
CHINESE = [a + b for a in ("上海", "杭州", "青岛", "成都", "宁波") for b in ("恒源贸易有限公司", "金桥电子有限公司", "东海物流有限公司")]


class Entry:
    def __init__(self, chance, number, per_statement):
        self.number, self.statement = number, number // per_statement
        self.day = FIRST_DAY + datetime.timedelta(days=self.statement % 365)
        self.cents = chance.choice((1, 1, 1, -1)) * chance.randrange(100, 9_000_000)
        self.name, self.chinese = chance.choice(COMPANIES), chance.choice(CHINESE)
        self.account = "DE%02d%018d" % (chance.randrange(10, 99), chance.randrange(10**18))
        self.reference, self.invoice = "%012d" % chance.randrange(10**12), "INV-2026-%07d" % number
        self.incoming = self.cents > 0


def amount(cents, mark="."):
    return "%d%s%02d" % (abs(cents) // 100, mark, abs(cents) % 100)


def mt940(statements):
    for number, (entries, opening, closing) in enumerate(statements, 1):
        def balance(tag, cents):
            return f":{tag}:{'C' if cents >= 0 else 'D'}{entries[0].day:%y%m%d}EUR{amount(cents, ',')}\r\n"
        yield f":20:STATEMENT{number:07d}\r\n:25:37040044/0532013000\r\n:28C:{number:05d}/001\r\n" + balance("60F", opening)
        for e in entries:
            yield (f":61:{e.day:%y%m%d%m%d}{'C' if e.incoming else 'D'}{amount(e.cents, ',')}NTRF{e.reference}//{e.number:010d}\r\n"
                   f":86:166?00GUTSCHRIFT?10{e.number % 10000:04d}?20SVWZ+{e.invoice}?21 PAYMENT OF THE\r\n"
                   f"?22 DELIVERED GOODS?30COBADEFFXXX?31{e.account}?32{e.name}\r\n")
        yield balance("62F", closing) + "-\r\n"


def camt053(statements):
    yield ('<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
           "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-01-01T00:00:00</CreDtTm></GrpHdr>\n")
    for number, (entries, opening, closing) in enumerate(statements, 1):
        yield f"<Stmt><Id>S{number}</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
        for code, cents in (("OPBD", opening), ("CLBD", closing)):
            yield (f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount(cents)}</Amt>'
                   f"<CdtDbtInd>{'CRDT' if cents >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{entries[0].day}</Dt></Dt></Bal>\n")
        for e in entries:
            party = "Dbtr" if e.incoming else "Cdtr"
            yield (f'<Ntry><NtryRef>{e.number}</NtryRef><Amt Ccy="EUR">{amount(e.cents)}</Amt>'
                   f"<CdtDbtInd>{'CRDT' if e.incoming else 'DBIT'}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{e.day}</Dt></BookgDt>"
                   f"<ValDt><Dt>{e.day}</Dt></ValDt><AcctSvcrRef>{e.reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
                   f"<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>E{e.reference}</EndToEndId></Refs>"
                   f"<RltdPties><{party}><Nm>{e.chinese if e.number % 3 == 0 else e.name}</Nm></{party}><{party}Acct><Id><IBAN>{e.account}</IBAN>"
                   f"</Id></{party}Acct></RltdPties><RmtInf><Ustrd>{e.invoice} for the goods delivered</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n")
        yield "</Stmt>\n"
    yield "</BkToCstmrStmt></Document>\n"


def ofx1(statements):
    yield ("OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\n"
           "OLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>USD"
           "<BANKACCTFROM><BANKID>121000248<ACCTID>123456789<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\r\n")
    closing = 0
    for entries, _, closing in statements:
        for e in entries:
            yield (f"<STMTTRN>\r\n<TRNTYPE>{'CREDIT' if e.incoming else 'DEBIT'}\r\n<DTPOSTED>{e.day:%Y%m%d}120000\r\n"
                   f"<TRNAMT>{'' if e.incoming else '-'}{amount(e.cents)}\r\n<FITID>{e.number:010d}{e.reference}\r\n"
                   f"<NAME>{e.name}\r\n<MEMO>{e.invoice} for the goods delivered\r\n</STMTTRN>\r\n")
    yield (f"</BANKTRANLIST><LEDGERBAL><BALAMT>{'-' if closing < 0 else ''}{amount(closing)}<DTASOF>20261231</LEDGERBAL>"
           "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\r\n")


def csv(statements):
    yield "交易日期,交易时间,收入金额,支出金额,余额,币种,对方户名,对方账号,交易流水号,摘要,附言\r\n"
    for entries, balance, _ in statements:
        for e in entries:
            balance += e.cents
            yield (f"{e.day},{e.number % 24:02d}:{e.number % 60:02d}:00,{amount(e.cents) if e.incoming else ''},"
                   f"{'' if e.incoming else amount(e.cents)},{'-' if balance < 0 else ''}{amount(balance)},CNY,{e.chinese},{e.account[2:]},"
                   f'{e.reference}{e.number:08d},转账,"{e.invoice},货款 ""{e.day.month}月"""\r\n')


def bai2(statements):
    yield "01,121000248,SETTLED,260101,0000,1,80,,2/\r\n"
    total = groups = 0
    lines = 2
    for number, (entries, _, _) in enumerate(statements, 1):
        yield f"02,SETTLED,121000248,1,{entries[0].day:%y%m%d},0000,USD,2/\r\n03,{number:010d},USD,010,0,,/\r\n"
        for e in entries:
            yield (f"16,{'195' if e.incoming else '495'},{abs(e.cents)},Z,{e.reference},{e.number:010d},{e.invoice} {e.name}\r\n"
                   "88,FOR THE GOODS DELIVERED\r\n")
        of_account = sum(abs(e.cents) for e in entries)
        yield f"49,{of_account},{2 * len(entries) + 2}/\r\n98,{of_account},1,{2 * len(entries) + 4}/\r\n"
        total, groups, lines = total + of_account, groups + 1, lines + 2 * len(entries) + 4
    yield f"99,{total},{groups},{lines}/\r\n"


def qif(statements):
    yield "!Type:Bank\r\n"
    for entries, _, _ in statements:
        for e in entries:
            yield f"D{e.day:%Y-%m-%d}\r\nT{'' if e.incoming else '-'}{amount(e.cents)}\r\nN{e.number}\r\nP{e.name}\r\nM{e.invoice}\r\n^\r\n"


WRITERS = {"mt940": mt940, "camt053": camt053, "ofx1": ofx1, "csv": csv, "csv-gbk": csv, "bai2": bai2, "qif": qif}


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("format", choices=WRITERS)
    reader.add_argument("entries", type=int)
    reader.add_argument("file")
    reader.add_argument("--per-statement", type=int, default=500)
    arguments = reader.parse_args()
    chance = random.Random(20261121)
    total = 0

    def statements():
        nonlocal total
        for first in range(0, arguments.entries, arguments.per_statement):
            last = min(first + arguments.per_statement, arguments.entries)
            entries = [Entry(chance, number, arguments.per_statement) for number in range(first, last)]
            opening = OPENING + total
            total += sum(e.cents for e in entries)
            yield entries, opening, OPENING + total

    with open(arguments.file, "w", encoding="gbk" if arguments.format == "csv-gbk" else "utf-8", newline="") as out:
        out.writelines(WRITERS[arguments.format](statements()))
    print(f"{arguments.entries} entries, sum {total} cents", file=sys.stderr)


if __name__ == "__main__":
    main()
