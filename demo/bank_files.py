"""Writes a day's statements: CSV in the plain layout, MT940, camt.053. They add up and chain from day to day."""
import csv
import io
from xml.sax.saxutils import escape

from company import DAYS
from story import ACCOUNTS


def _decimal(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def plain_csv(story, day):
    lines = story.lines_of(day, "CNY")
    opening = story.balance_before(day, "CNY")
    closing = opening + sum(line.amount for line in lines)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow("account currency booking_date value_date amount counterparty_name counterparty_account remittance bank_reference "
                   "opening closing".split())
    for line in lines:
        table.writerow([ACCOUNTS["CNY"], "CNY", DAYS[day].isoformat(), DAYS[day].isoformat(), _decimal(line.amount), line.name,
                        line.account, line.text, line.reference, _decimal(opening), _decimal(closing)])
    return out.getvalue().encode("utf-8")


def _comma(cents):
    return f"{abs(cents) // 100},{abs(cents) % 100:02d}"


def mt940(story, day):
    lines = story.lines_of(day, "USD")
    opening = story.balance_before(day, "USD")
    closing = opening + sum(line.amount for line in lines)
    stamp = f"{DAYS[day]:%y%m%d}"

    def mark(cents):
        return "C" if cents >= 0 else "D"
    out = [f":20:HUAYUAN{stamp}", f":25:{ACCOUNTS['USD']}", f":28C:{220 + day}/1", f":60F:{mark(opening)}{stamp}USD{_comma(opening)}"]
    for line in lines:
        sign = "RC" if line.reversal else mark(line.amount)
        out.append(f":61:{stamp}{stamp[2:]}{sign}{_comma(line.amount)}NTRFNONREF//{line.reference}")
        pieces = [line.text[i:i + 27] for i in range(0, len(line.text), 27)]
        text = "166?00CREDIT TRANSFER" + "".join(f"?{20 + i}{piece}" for i, piece in enumerate(pieces))
        text += f"?31{line.account}" + "".join(f"?{32 + i}{line.name[i * 27:i * 27 + 27]}" for i in range(2) if line.name[i * 27:])
        rows = [text[i:i + 65] for i in range(0, len(text), 65)]
        out.append(":86:" + "\r\n".join(rows))
    out += [f":62F:{mark(closing)}{stamp}USD{_comma(closing)}", "-"]
    return ("\r\n".join(out) + "\r\n").encode("ascii")


def camt053(story, day):
    lines = story.lines_of(day, "EUR")
    opening = story.balance_before(day, "EUR")
    closing = opening + sum(line.amount for line in lines)
    on = DAYS[day].isoformat()

    def balance(code, cents):
        return (f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{_decimal(abs(cents))}</Amt>"
                f"<CdtDbtInd>{'CRDT' if cents >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>")
    entries = []
    for line in lines:
        side, indicator = ("Dbtr", "CRDT") if line.amount >= 0 else ("Cdtr", "DBIT")
        account = f"<{side}Acct><Id><IBAN>{line.account}</IBAN></Id></{side}Acct>" if line.account else ""
        entries.append(
            f"<Ntry><Amt Ccy=\"EUR\">{_decimal(abs(line.amount))}</Amt><CdtDbtInd>{indicator}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
            f"<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt><AcctSvcrRef>{line.reference}</AcctSvcrRef>"
            f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{'RCDT' if line.amount >= 0 else 'MDOP'}</Cd><SubFmlyCd>"
            f"{'ESCT' if line.amount >= 0 else 'CHRG'}</SubFmlyCd></Fmly></Domn></BkTxCd>"
            f"<NtryDtls><TxDtls><Refs><AcctSvcrRef>{line.reference}</AcctSvcrRef></Refs>"
            f"<RltdPties><{side}><Pty><Nm>{escape(line.name)}</Nm></Pty></{side}>{account}</RltdPties>"
            f"<RmtInf><Ustrd>{escape(line.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>")
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
            f"<BkToCstmrStmt><GrpHdr><MsgId>HY{on}</MsgId><CreDtTm>{on}T20:00:00+01:00</CreDtTm></GrpHdr>"
            f"<Stmt><Id>{220 + day}</Id><ElctrncSeqNb>{220 + day}</ElctrncSeqNb><CreDtTm>{on}T20:00:00+01:00</CreDtTm>"
            f"<Acct><Id><IBAN>{ACCOUNTS['EUR']}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
            f"{balance('OPBD', opening)}{balance('CLBD', closing)}\n" + "\n".join(entries) +
            "\n</Stmt></BkToCstmrStmt></Document>\n").encode("utf-8")


def write_statements(folder, story, day):
    for name, text in ((f"icbc/cny-{DAYS[day]}.csv", plain_csv(story, day)), (f"cmb/usd-{DAYS[day]}.sta", mt940(story, day)),
                       (f"musterbank/eur-{DAYS[day]}.xml", camt053(story, day))):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(path.suffix + ".part")
        fresh.write_bytes(text)
        fresh.replace(path)
