#!/usr/bin/env python3
"""Files that somebody else put into the folder of a source that requires balances: none settles anything, none releases a
reminder, none keeps the bank's next statement out.

What no balance can show: a statement that begins where and when the last one ended and adds up. Whoever knows the balance and
can write into the folder can forge one; it is found when the bank's own does not go on from it. Who may write there is the
matter of the folder's rights (and of `authenticated_by`, for mails). A source without require_balances believes more; `settled
check` says so. Forged mails: remote_sources_test.py."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402

DONE, IN_PART = 0, 1
OTHER_COMPANY = """[company.sister]
currency = "CNY"
time_zone = "Asia/Shanghai"
[bank_account.sister]
company = "sister"
account = "TEST-0002"
currency = "CNY"
source = "sister_inbox"
[statement_source.sister_inbox]
plugin = "fetch_folder"
folder = "sister"
settle_seconds = 0
"""
PAID = ("100.00", "Customer One Ltd.", "INV-201")
BATCH = ("700.00", "Payment Service", "collected")
HEADINGS = ",".join(company.STATEMENT)


def table(rows, opening, closing, account="TEST-0001", currency="CNY"):
    """rows: (day, amount, text)"""
    lines = [f"{account},{currency},{day},{day},{amount},Customer One Ltd.,,{text},F{i},{opening},{closing}"
             for i, (day, amount, text) in enumerate(rows, 1)]
    return "\n".join([HEADINGS, *lines]) + "\n"


def mt940(opening, closing, end=":62F:C261118CNY{closing}\r\n-\r\n"):
    return (f":20:F\r\n:25:TEST-0001\r\n:28C:9/1\r\n:60F:C261117CNY{opening}\r\n:61:2611181118C400,00NTRFNONREF//F1\r\n:86:INV-204\r\n"
            + end.format(closing=closing))


def notification(reference):
    part = ("<TxDtls><Amt Ccy=\"CNY\">{0}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Nm>Customer One Ltd.</Nm></Dbtr></RltdPties>"
            "<RmtInf><Ustrd>INV-20{1}</Ustrd></RmtInf></TxDtls>")
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">"
            "<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-11-17T10:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>"
            "<Acct><Id><Othr><Id>TEST-0001</Id></Othr></Id><Ccy>CNY</Ccy></Acct><Ntry><Amt Ccy=\"CNY\">700.00</Amt>"
            "<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-17</Dt></BookgDt>"
            f"<AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls>{part.format(300, 3)}{part.format(400, 4)}</NtryDtls></Ntry></Ntfctn>"
            "</BkToCstmrDbtCdtNtfctn></Document>")


class ForgedFiles(unittest.TestCase):
    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        (self.company.folder / "sister").mkdir()
        self.company.customer("C1", "Customer One Ltd.")
        for number in range(1, 6):
            self.company.invoice(f"INV-20{number}", "C1", f"{number}00.00")
        self.company.write_ledger()
        self.require(True)

    def require(self, balances):
        text = company.CONFIGURATION.replace("GATEWAY", company.MAILS_IN_A_FOLDER)
        needed = 'folder = "inbox"\n' + ("require_balances = true\n" if balances else "")
        self.company.configure(text.replace('folder = "inbox"\n', needed, 1) + OTHER_COMPANY)

    def put(self, name, content):
        (self.company.folder / "inbox" / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def imports(self):
        run = self.company.run("import", "--format", "json")
        self.assertIn(run.status, (DONE, IN_PART), run)
        return run, {file["file"]: file["fate"] for file in run.json()["files"]}

    def settled(self):
        for job in ("pull", "reconcile"):
            run = self.company.run(job)
            self.assertEqual(run.status, DONE, run)
        return sorted((row["amount"], row["date"]) for row in self.company.rows("matches") if row["state"] == "settled")

    def forgeries(self, genuine):
        """name: (content, what becomes of it). The account stands at 800.00 since 17 November."""
        day = "2026-11-18"
        first = [(day, "400.00", "INV-204")]
        follows = table(first, "800.00", "1200.00")
        text = genuine.decode()
        return {
            "unknown-account.csv": (follows.replace("TEST-0001", "TEST-9999"), "refused"),
            "account-of-another-company.csv": (follows.replace("TEST-0001", "TEST-0002"), "refused"),
            "other-currency.csv": (follows.replace("CNY", "USD"), "refused"),
            "amount-changed.csv": (follows.replace(",400.00,", ",500.00,"), "refused"),
            "amount-and-closing-changed.csv": (text.replace(",100.00,", ",400.00,").replace("INV-201", "INV-204").replace("800.00", "1100.00"),
                                               "held"),
            "entry-appended.csv": (table([("2026-11-17", "400.00", "INV-204")], "0.00", "400.00"), "held"),
            "opening-does-not-follow.csv": (table(first, "8000.00", "8400.00"), "held"),
            "older-day-that-follows.csv": (table([("2026-11-10", "400.00", "INV-204")], "800.00", "1200.00"), "held"),
            "day-to-come.csv": (table([("2026-12-24", "400.00", "INV-204")], "800.00", "1200.00"), "held"),
            "one-character-changed.csv": (text.replace("INV-201", "INV-205"), "held"),
            self.name: (text.replace("INV-201", "INV-202").replace("100.00", "200.00").replace("800.00", "900.00"), "held"),
            "no-balances.csv": ("\n".join(line.rsplit(",", 2)[0] for line in follows.splitlines()) + "\n", "held"),
            "only-a-closing.csv": (follows.replace(",800.00,1200.00", ",,1200.00"), "held"),
            "in-utf-16.csv": (table(first, "1.00", "401.00").encode("utf-16"), "held"),
            "hidden-character-in-the-account.csv": (table(first, "1.00", "401.00").replace("TEST-0001", "TEST-\u200b0001"), "held"),
            "formula-as-amount.csv": (follows.replace(",400.00,", ",=300+100,"), "refused"),
            "formula-as-text.csv": (table([(day, "400.00", '"=HYPERLINK(""x"";""INV-204"")"')], "9.00", "409.00"), "held"),
            "more-decimals.csv": (table([(day, "400.004", "INV-204")], "800.00", "1200.004"), "refused"),
            "two-statements-one-of-them-wrong.csv": (table([(day, "0.00", "")], "800.00", "800.00")
                                                     + table(first, "1.00", "401.00").split("\n", 1)[1], "held"),
            "other-format.sta": (mt940("1,00", "401,00"), "held"),
            "cut-short.sta": (mt940("800,00", "1200,00", end=""), "refused"),
            "details-that-say-what-a-booking-pays.xml": (notification("R1-2"), "held"),
            "entities.xml": ('<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]>' + notification("R1-2").split("?>", 1)[1], "refused"),
            "no-statement.csv": ("amount\n400.00\n", "refused"),
        }

    def test_forged_files_settle_nothing(self):
        path = self.company.statement("2026-11-17", [PAID, BATCH])
        self.name, genuine = path.name, path.read_bytes()
        _, fates = self.imports()
        self.assertEqual(fates, {self.name: "imported"})
        before = self.settled()
        self.assertEqual(before, [("100.00", "2026-11-17")])
        forgeries = self.forgeries(genuine)
        self.assertGreaterEqual(len(forgeries), 20)
        self.assertEqual(len({content for content, _ in forgeries.values()}), len(forgeries), "each is another one")
        for name, (content, fate) in forgeries.items():
            with self.subTest(name):
                self.put(name, content)
                run, fates = self.imports()
                self.assertEqual(fates, {name: fate}, run)
        self.assertEqual(self.settled(), before)
        self.assertEqual(self.company.sql("SELECT COUNT(*) FROM bank_entry WHERE kind = 1"), [(2,)])
        self.assertEqual(self.company.sql("SELECT COUNT(*) FROM bank_entry WHERE joined_entry <> 0"), [(0,)])
        reminded = [item["document_number"] for reminder in self.company.run("remind", "--dry-run", "--format", "json").json()["reminders"]
                    for item in reminder["items"]]
        self.assertNotIn("INV-201", reminded, "it is paid, whatever was forged")
        path = self.company.statement("2026-11-18", [("200.00", "Customer One Ltd.", "INV-202")])
        run, fates = self.imports()
        self.assertEqual(fates, {path.name: "imported"}, run)
        self.assertEqual(self.settled(), [*before, ("200.00", "2026-11-18")])

    def test_check_warns_of_a_source_that_believes_what_no_balance_proves(self):
        words = "Set require_balances = true"
        strict = self.company.run("check", "--format", "json").json()["rows"]
        self.assertEqual([row for row in strict if words in str(row) and ".inbox]" in str(row)], [])
        self.require(False)
        lax = self.company.run("check", "--format", "json").json()["rows"]
        self.assertEqual(len([row for row in lax if words in str(row) and ".inbox]" in str(row)]), 1, lax)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
