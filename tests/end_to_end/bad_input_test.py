#!/usr/bin/env python3
"""What the world hands in wrong: each case ends with the exit status of the contract and one line that says where, what was
found, what was expected and what to do next; nothing is lost or half-written, and the other ledgers and files go on."""
import contextlib
import email
import email.policy
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unittest
import unittest.mock
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import postgres  # noqa: E402

DONE, IN_PART, WRONG, CANNOT_RUN = 0, 1, 2, 3
LINE_CHARACTERS_MAX = 700
SOURCES = Path(__file__).resolve().parents[2]

SECOND_LEDGER = """
[ledger.other]
company = "demo"
plugin = "ledger_odbc"
connector = "CONNECTOR"
connection = "CONNECTION"
"""
MAIL_SERVER = """[gateway.mail]
plugin = "notify_smtp"
url = "smtp://localhost:1"
user = "ar"
password = "secret:absent_secret"
from = "Demo Receivables <ar@demo.example>"
"""
HEADINGS = "account,currency,booking_date,value_date,amount,counterparty_name,counterparty_account,remittance,bank_reference\n"
ROW = "TEST-0001,CNY,2026-11-17,2026-11-17,10.00,Customer One Ltd.,,INV-1,B{}\n"
MT940 = (b":20:A\r\n:25:TEST-0001\r\n:28C:1/1\r\n:60F:C261116CNY0,\r\n:61:2611171117C10,00NTRFNONREF//1\r\n:86:INV-1\r\n"
         b":62F:C261117CNY10,00\r\n-\r\n")
CAMT = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">"
        "<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><Othr><Id>TEST-0001</Id></Othr></Id></Acct>")


def decoded(content):
    """The plain text of a mail."""
    mail = email.message_from_string(content, policy=email.policy.default)
    return mail.get_body(("plain",)).get_content()


class BadInput(unittest.TestCase):
    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        self.company.customer("C1", "Customer One Ltd.")
        self.company.invoice("INV-1", "C1", "100.00")
        self.company.write_ledger()

    # ---- what every case asserts

    def says(self, run, status, *words):
        """One line of error with all the words, in the order where, found, expected or next."""
        self.assertEqual(run.status, status, run)
        self.assertEqual(len(run.errors), 1, run)
        line = run.errors[0]
        at = 0
        for word in words:
            found = re.search(word, line[at:])
            self.assertTrue(found, f"{word!r} is missing, or stands before what it follows, in: {line}")
            at += found.end()
        self.assertLessEqual(len(line), LINE_CHARACTERS_MAX, line)
        return line

    def assert_store_intact(self):
        self.assertEqual(self.company.sql("PRAGMA integrity_check"), [("ok",)])
        verified = self.company.run("audit", "verify")
        self.assertEqual(verified.status, DONE, verified)

    def configure(self, old="", new="", more=""):
        self.assertIn(old, self.company.text)
        self.company.configure(self.company.text.replace(old, new, 1) + more)

    # ---- configuration

    def test_a_wrong_key(self):
        self.configure("settle_seconds", "setle_seconds")
        self.says(self.company.run("cycle"), WRONG, r"wang\.toml:\d+: \[statement_source\.inbox\]", '"setle_seconds"',
                  'did you mean "settle_seconds"', "Known keys")
        self.assertFalse(self.company.database.exists())

    def test_a_wrong_type(self):
        self.configure("minimum_gap_days = 1", 'minimum_gap_days = "one"')
        self.says(self.company.run("cycle"), WRONG, r"wang\.toml:\d+: ", "minimum_gap_days", "text in quotes", "expected a whole number")

    def test_a_wrong_type_of_a_key_of_a_plugin(self):
        self.configure("settle_seconds = 0", 'settle_seconds = "soon"')
        for command in (["check", "--offline"], ["check"], ["pull"]):
            self.says(self.company.run(*command), WRONG, r"wang\.toml:\d+: \[statement_source\.inbox\]", "settle_seconds",
                      "text in quotes", "expected a whole number")

    def test_a_file_that_is_no_toml(self):
        self.configure('url = "sqlite:state/settled.db"', 'url = "sqlite:state/settled.db')
        self.says(self.company.run("cycle"), WRONG, r"wang\.toml:3", ".+")

    def test_two_mistakes_are_both_said(self):
        self.configure("settle_seconds", "setle_seconds")
        self.configure('mode = "approve"', 'mode = "aprove"')
        run = self.company.run("cycle")
        self.assertEqual((run.status, len(run.errors)), (WRONG, 2), run)

    def test_a_configuration_that_is_not_there(self):
        (self.company.folder / "wang.toml").unlink()
        self.says(self.company.run("cycle"), WRONG, r"wang\.toml", "No such file", "settled init")

    def test_a_missing_secret(self):
        self.company.configure(company.CONFIGURATION.replace("GATEWAY", MAIL_SERVER))
        self.company.statement("2026-11-17", [("1.00", "Somebody", "words")])
        cycle = self.company.run("cycle")
        self.says(cycle, IN_PART, r"\[gateway\.mail\]: password", "secret:absent_secret is not set", "settled secret set absent_secret")
        waiting = [row["state"] for row in self.company.rows("outbox")]
        self.assertIn("due", waiting, "the finance mail waits for the password")
        self.assertNotIn("sent", waiting)
        self.assert_store_intact()

    # ---- ledgers

    def second_ledger(self, connector, connection):
        self.configure(more=SECOND_LEDGER.replace("CONNECTOR", connector).replace("CONNECTION", connection))

    def says_of_the_other(self, *words):
        """The other ledger failed, this one went on; afterwards too, on what is there."""
        run = self.company.run("pull", "--format", "json")
        line = self.says(run, IN_PART, r"\[ledger\.other\]: ", *words)
        ledgers = {ledger["ledger"]: ledger for ledger in run.json()["ledgers"]}
        self.assertEqual(ledgers["books"]["error"], None)
        self.assertEqual(ledgers["books"]["currencies"]["CNY"]["open_total"], "100.00")
        self.assertIsNone(ledgers["other"]["generation"])
        self.assert_store_intact()
        return line

    def test_an_unknown_connector(self):
        self.second_ledger("sql_templat", "Driver=SQLite3;Database=x.db")
        self.says_of_the_other('"sql_templat"', 'did you mean "sql_template"', "Known connectors")

    def test_a_database_that_cannot_be_reached(self):
        if postgres.obstacle():
            self.skipTest(postgres.obstacle())
        self.second_ledger("sql_template", "Driver=PostgreSQL Unicode;Server=127.0.0.1;Port=1;Database=erp;UID=reader")
        self.says_of_the_other("127.0.0.1", "refused", "Next: .*check host, port")

    def test_a_wrong_password(self):
        if postgres.obstacle():
            self.skipTest(postgres.obstacle())
        with postgres.PostgreSql() as server:
            self.second_ledger("sql_template", f"Driver=PostgreSQL Unicode;Server=127.0.0.1;Port={server.port};Database=postgres")
            self.configure(more='user = "reader"\npassword = "secret:erp"\n')
            kept = subprocess.run(self.company.command("secret", "set", "erp"), input="not-the-right-one\n", text=True,
                                  capture_output=True, check=False)
            self.assertEqual(kept.returncode, DONE, kept.stderr)
            line = self.says_of_the_other("password authentication failed", "Next: ")
            self.assertNotIn("not-the-right-one", line)

    def test_a_driver_that_is_not_installed(self):
        self.second_ledger("sql_template", "Driver=No Such Driver;Server=erp")
        self.says_of_the_other("No Such Driver", "not found", "installed drivers")

    def test_a_database_file_that_is_not_there(self):
        self.second_ledger("sql_template", "Driver=SQLite3;Database=/nowhere/erp.db")
        self.says_of_the_other("/nowhere/erp.db", "Next: ")

    def bad_ledger(self, table, text, *words):
        """Yesterday's ledger stays whole when today's cannot be read."""
        before = self.company.run("pull")
        self.assertEqual(before.status, DONE, before)
        (self.company.folder / "ledger" / table).write_text(text, encoding="utf-8")
        self.says(self.company.run("pull", clock="2026-11-19T10:00:00+08:00"), IN_PART, r"\[ledger\.books\]: ", *words)
        aging = self.company.run("aging", "--format", "json")
        self.assertIn('"total":"100.00"', aging.out.replace(" ", ""), aging)
        self.assert_store_intact()

    def test_a_missing_column(self):
        self.bad_ledger("open_items.csv", "item_id,customer_id,doc_type,document_number,currency\n1,C1,invoice,INV-1,CNY\n",
                        r"open_items\.csv", "required column open_amount missing", "let .* give it")

    def test_text_in_a_number_column(self):
        self.bad_ledger("open_items.csv", "item_id,customer_id,doc_type,document_number,currency,open_amount\n"
                        "1,C1,invoice,INV-1,CNY,100.00\n2,C1,invoice,INV-2,CNY,a lot\n",
                        r"open_items\.csv:3", "open_amount", '"a lot"', "expected digits")

    def test_an_id_that_comes_twice(self):
        twice = "item_id,customer_id,doc_type,document_number,currency,open_amount\n" + "INV-7,C1,invoice,INV-7,CNY,100.00\n" * 2
        self.bad_ledger("open_items.csv", twice, "open_items: item_id \"INV-7\" stands in", "row 2", "row 3", "an id names one row")
        self.says(self.company.run("pull", "--dry-run"), IN_PART, r"\[ledger\.books\]: ", "\"INV-7\" stands in", "an id names one row")

    def test_open_items_of_a_customer_whom_the_ledger_does_not_list(self):
        self.company.invoice("INV-9", "C9", "70.00", due="2026-10-30")
        self.company.write_ledger()
        pulled = self.company.run("pull", "--format", "json")
        self.assertEqual(pulled.status, DONE, pulled)
        ledger = pulled.json()["ledgers"][0]
        self.assertEqual(ledger["currencies"]["CNY"]["open_total"], "170.00", "it is money all the same")
        self.assertEqual([said["severity"] for said in ledger["diagnostics"]], ["warning"], pulled)
        self.assertRegex(ledger["diagnostics"][0]["message"], r'INV-9.* of customer "C9".*does not list.*nobody is reminded')
        planned = self.company.run("remind", "--dry-run", "--format", "json").json()
        self.assertIn(("INV-9", "wrong_customer"), [(one["item_id"], one["reason"]) for one in planned["suppressed"]])
        self.assertEqual([one for one in planned["reminders"] + planned["tasks"] if one["customer"] == "books:C9"], [])
        reported = self.company.run("report")
        self.assertEqual(reported.status, DONE, reported)
        mails = [row["subject"] for row in self.company.rows("outbox")]
        self.assertEqual(len(mails), 1, mails)
        content = self.company.sql("SELECT content FROM message_content")[0][0]
        self.assertIn("does not list this customer", decoded(content))

    def test_a_ledger_that_is_suddenly_binary(self):
        self.bad_ledger("customers.csv", "\0\1\2\3" * 50, r"customers\.csv")

    # ---- statements

    def bad_statement(self, name, content, *words, status=IN_PART):
        """This file is refused whole, with its reason beside it; the good one beside it is taken in."""
        self.company.statement("2026-11-17", [("100.00", "Customer One Ltd.", "INV-1")], name="good.csv")
        (self.company.folder / "inbox" / name).write_bytes(content)
        run = self.company.run("import", "--format", "json")
        self.says(run, status, "statement " + re.escape(name), *words)
        fates = {file["file"]: file["fate"] for file in run.json()["files"]}
        self.assertEqual(fates, {name: "refused", "good.csv": "imported"})
        self.assertEqual(self.company.sql("SELECT COUNT(*) FROM bank_entry"), [(1,)])
        rejected = self.company.folder / "inbox" / "rejected"
        self.assertEqual((rejected / name).read_bytes(), content, "the file is kept as it came")
        self.assertIn(name, (rejected / (name + ".reason.txt")).read_text(encoding="utf-8"))
        self.assertEqual(list((self.company.folder / "state" / "spool").iterdir()), [], "nothing is left in the spool")
        again = self.company.run("import")
        self.assertEqual(again.status, DONE, again)
        self.assert_store_intact()

    def test_an_empty_statement(self):
        self.bad_statement("empty.csv", b"", "empty", "expected", "Next: ")

    def test_a_truncated_mt940(self):
        self.bad_statement("cut.sta", MT940[:90], "ends inside the statement", "cut short", "Next: ")

    def test_a_truncated_camt(self):
        self.bad_statement("cut.xml", CAMT.encode(), "ends inside", "cut", "Next: ")

    def test_a_truncated_table(self):
        self.bad_statement("cut.csv", (HEADINGS + ROW.format(1) + "TEST-0001,CNY,2026-1").encode(), "3 cells where the header has 9",
                           "cut off", "Next: ")

    def test_a_binary_file(self):
        self.bad_statement("photo.sta", bytes(range(256)) * 64, "no statement plugin recognises", "name its parser", "Next: ")

    def test_a_wrongly_encoded_statement(self):
        broken = CAMT.encode().replace(b"<MsgId>1", b"<MsgId>\xff\xfe") + b"</Stmt></BkToCstmrStmt></Document>"
        self.bad_statement("encoding.xml", broken, "UTF-8", "ask the bank", "Not imported")

    def test_text_where_an_amount_stands(self):
        self.bad_statement("words.csv", (HEADINGS + ROW.format(1) + ROW.format(2).replace("10.00", "ten")).encode(), ":3: ", '"ten"',
                           "expected", "Next: ")

    def test_a_statement_that_does_not_add_up(self):
        self.bad_statement("sum.sta", MT940.replace(b"CNY10,00", b"CNY11,00"), "10.00", "11.00", "ask the bank", "not imported")

    def test_a_statement_of_an_account_that_is_not_ours(self):
        self.bad_statement("other.csv", (HEADINGS + ROW.format(1).replace("TEST-0001", "TEST-9999")).encode(), r"…\w*9999",
                           "not in the configuration", r"\[bank_account")

    def test_a_statement_with_too_many_entries(self):
        self.configure(more="[limits]\nstatement_entries = 100\n")
        self.bad_statement("long.csv", (HEADINGS + "".join(ROW.format(i) for i in range(101))).encode(), "more than 100 entries",
                           "limits.statement_entries", "Next: ")

    def test_a_statement_that_kills_its_reader(self):
        self.with_a_faulty_reader()
        # A sanitizer would report the fault and leave with a status; here it is to die of it.
        with unittest.mock.patch.dict(os.environ, ASAN_OPTIONS="handle_segv=0"):
            self.bad_statement("killer.txt", b"FAULT segv\n", "reader died on it", "Next: ")

    def test_a_statement_that_eats_memory(self):
        if "SETTLED_SANITIZED" in os.environ:
            self.skipTest("the address sanitizer needs more memory than any limit")
        self.with_a_faulty_reader()
        self.bad_statement("eater.txt", b"FAULT memory\n", "more than 512 MB of memory", "Next: ")

    def test_a_statement_that_is_never_read_to_its_end(self):
        self.with_a_faulty_reader()
        self.configure(more="[limits]\nfile_seconds = 2\n")
        self.bad_statement("endless.txt", b"FAULT deadlock\n", "2 s", "Next: ")

    def with_a_faulty_reader(self):
        """An installation of our own whose reader of "FAULT …" files goes wrong on demand."""
        build = company.SETTLED.parent.parent
        faulty = build / "abi" / "faulty" / "statement_faulty.so"
        if not faulty.exists():
            self.skipTest(f"{faulty} is not built")
        installed = self.company.folder / "installed" / "build" / "dev"
        (installed / "bin").mkdir(parents=True)
        (installed / "plugins").mkdir()
        shutil.copy(company.SETTLED, installed / "bin" / "settled")  # a link would lead back to the other plugins
        shutil.copytree(build / "lib", installed / "lib")
        for plugin in [*(build / "plugins").glob("*.so"), faulty]:
            shutil.copy(plugin, installed / "plugins")
        (installed / "share").symlink_to(build / "share")
        (self.company.folder / "installed" / "config").symlink_to(SOURCES / "config")
        program, company.SETTLED = company.SETTLED, installed / "bin" / "settled"
        self.addCleanup(setattr, company, "SETTLED", program)

    def test_a_reader_that_cannot_work_is_not_the_files_fault(self):
        """A parser that is not installed: the file stays where it is and is taken in once the operator has mended it."""
        self.configure('then = "archive"', 'then = "archive"\nparser = "statement_csv"\nlayout = "no_such_layout"')
        file = self.company.statement("2026-11-17", [("100.00", "Customer One Ltd.", "INV-1")], name="good.csv")
        run = self.company.run("import")
        self.assertEqual(len(run.errors), 1, run)
        self.assertIn("no_such_layout", run.errors[0])
        self.assertNotEqual(run.status, DONE, run)
        self.assertTrue(file.exists(), "the file stays")
        self.configure('layout = "no_such_layout"', 'layout = "plain"')
        mended = self.company.run("import")
        self.assertEqual(mended.status, DONE, mended)
        self.assertEqual(self.company.sql("SELECT COUNT(*) FROM bank_entry"), [(1,)])

    # ---- the machine

    def test_a_locked_database(self):
        self.assertEqual(self.company.run("pull").status, DONE)
        self.company.statement("2026-11-17", [("100.00", "Customer One Ltd.", "INV-1")])
        holder = sqlite3.connect(self.company.database)
        holder.execute("BEGIN EXCLUSIVE")
        self.says(self.company.run("import"), CANNOT_RUN, r"settled\.db", "another program held it for 30 s", "try again or close")
        holder.close()
        self.assertEqual(self.company.run("import").status, DONE)
        self.assertEqual(self.company.sql("SELECT COUNT(*) FROM bank_entry"), [(1,)])
        self.assert_store_intact()

    def test_a_store_that_is_no_database(self):
        self.company.database.parent.mkdir()
        self.company.database.write_bytes(b"this is a letter to the bank\n" * 200)
        self.says(self.company.run("pull"), CANNOT_RUN, r"settled\.db", "damaged or no database", "put the last backup")
        self.assertTrue(self.company.database.read_bytes().startswith(b"this is a letter"), "what was there is untouched")

    def test_a_second_run_at_the_same_time(self):
        self.assertEqual(self.company.run("pull").status, DONE)
        held = subprocess.Popen(self.company.command("cycle"), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, env=self.company.environment("2026-11-18T10:00:00+08:00"))
        try:
            while held.poll() is None and not self.company.sql("SELECT * FROM job_lock WHERE name LIKE '%/cycle'"):
                time.sleep(0.001)
            held.send_signal(signal.SIGSTOP)  # it holds the job for as long as we look
            self.assertIsNone(held.poll(), "the first run ended before it could be stopped")
            self.says(self.company.run("cycle"), CANNOT_RUN, "demo/cycle", str(held.pid))
        finally:
            held.kill()
            held.wait()
        after = self.company.run("cycle", "--wait", "60")
        self.assertEqual(after.status, DONE, after)  # a holder that died holds nothing

    def test_a_full_disk(self):
        state = self.company.folder / "state"
        state.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", state], capture_output=True, check=False).returncode:
            self.skipTest("no small disk can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", state], check=False)
        first = self.company.run("pull")
        self.assertEqual(first.status, DONE, first)
        filler = state / "filler"
        with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(b"x" * 4096):
                pass
        for i in range(2000):
            self.company.invoice(f"INV-{i + 10}", "C1", "7.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("100.00", "Customer One Ltd.", "INV-1")] * 300)
        full = self.company.run("cycle")
        self.assertIn(full.status, (IN_PART, CANNOT_RUN), full)
        self.assertTrue(full.errors, full)
        for line in full.errors:
            self.assertRegex(line, r"(settled\.db|spool|reports).*(full|No space)", full)
        mails = list((self.company.folder / "mails").rglob("*.eml"))
        self.assertEqual(mails, [], "nothing left without a record")
        filler.unlink()
        subprocess.run(["mount", "-o", "remount,size=1g", state], check=True)
        later = self.company.run("cycle")
        self.assertEqual(later.status, DONE, later)
        self.assertEqual(self.company.sql("SELECT COUNT(*) FROM bank_entry"), [(300,)])
        self.assert_store_intact()


if __name__ == "__main__":
    company.main(sys.modules[__name__])
