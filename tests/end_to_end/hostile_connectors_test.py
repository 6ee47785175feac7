#!/usr/bin/env python3
"""Connector folders, request files and mappings that would write, wait, read files, leave their folder or crash the reader.
Each is put where IT would put it and looked at with `settled check`: it is refused with the file, what was found and what was
expected, and nothing was sent to the ERP. What listens where the ERP would be counts who comes."""
import os
import socket
import sys
import threading
import unittest

import company

CONFIGURATION = """schema = 1
[store]
url = "sqlite:state/settled.db"
[test]
clock = true
[company.demo]
currency = "CNY"
time_zone = "Asia/Shanghai"
[ledger.books]
company = "demo"
LEDGER
"""
ODBC = """plugin = "ledger_odbc"
connector = "erp"
connector_folder = "connectors"
connection = "Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port=PORT;Database=erp"
user = "reader"
insecure_plain_sql = true
"""
HTTP = """plugin = "ledger_http"
connector = "erp"
connector_folder = "connectors"
url = "http://127.0.0.1:PORT"
"""
FILES = """plugin = "ledger_files"
folder = "ledger"
"""
HEAD = 'settled-connector = 1\nname = "erp"\nplugin = "ledger_odbc"\n'
VARIANT = '[[variant]]\nname = "a"\n[variant.entities]\ncustomers = "customers.sql"\nopen_items = "open_items.sql"\n'
HTTP_HEAD = 'settled-connector = 1\nname = "erp"\nplugin = "ledger_http"\n'
HTTP_VARIANT = ('[[variant]]\nname = "a"\n[variant.entities]\ncustomers = "customers.request.toml"\n'
                'open_items = "open_items.request.toml"\n')
CUSTOMERS = "SELECT customer_id, name FROM customers"
ITEMS = "SELECT item_id, customer_id, doc_type, document_number, currency, open_amount FROM items"
COLUMNS = ('[columns]\nitem_id = "/id"\ncustomer_id = "/c"\ndoc_type = { value = "invoice" }\ndocument_number = "/n"\n'
           'currency = "/w"\nopen_amount = "/o"\n')
HTTP_CUSTOMERS = 'path = "/customers"\n[columns]\ncustomer_id = "/id"\n'
HTTP_ITEMS = 'path = "/items"\n' + COLUMNS

# One text per line of attack: what stands in open_items.sql from its third line on, and what the refusal says it found.
HOSTILE_SQL = {
    "a delete in a CTE": ("WITH d AS (DELETE FROM items RETURNING *) SELECT * FROM d", '"delete"'),
    "an insert behind a CTE": ("WITH d AS (SELECT 1) INSERT INTO items SELECT * FROM d", '"insert"'),
    "an update": ("UPDATE items SET open_amount = 0", '"update"'),
    "a merge": ("MERGE INTO items USING x ON 1 = 1", '"merge"'),
    "two statements": (ITEMS + "; DROP TABLE items", '";"'),
    "a statement behind a comment": (ITEMS + " /* harmless */ ; DELETE FROM items", '";"'),
    "select into": ("SELECT * INTO copy FROM items", '"into"'),
    "into outfile": ("SELECT * FROM items INTO OUTFILE '/tmp/x'", '"into"'),
    "into dumpfile": ("SELECT 1 INTO DUMPFILE '/tmp/x'", '"into"'),
    "a lock by for update": (ITEMS + " FOR UPDATE", '"update"'),
    "a lock by share mode": (ITEMS + " LOCK IN SHARE MODE", '"lock"'),
    "a comment that MySQL executes": (ITEMS + " /*! INTO OUTFILE '/tmp/x' */", "databases execute"),
    "a comment that MariaDB executes": (ITEMS + " /*M!100100 INTO OUTFILE '/tmp/x' */", "databases execute"),
    "a hint comment": ("SELECT /*+ FULL(t) */ 1", "databases execute"),
    "a comment in a comment": (ITEMS + " /* a /* b */ ; DROP TABLE x */", "comment within a comment"),
    "dashes that MySQL subtracts": (ITEMS + " --1 INTO OUTFILE '/tmp/x'", "without a blank"),
    "a comment by #": (ITEMS + " # INTO\nOUTFILE '/tmp/x'", '"#"'),
    "a comment without an end": (ITEMS + " /* x", "never ends"),
    "a quote without an end": ("SELECT 'x FROM items", "never ends"),
    "a backslash before a quote": (r"SELECT 'a\', 1; DROP TABLE x -- '", "backslash"),
    "dollar quotes": ("SELECT $$ ; DROP TABLE x $$", '"$"'),
    "tagged dollar quotes": ("SELECT $a$ x $a$", '"$"'),
    "Oracle's quotes": ("SELECT q'!'!' FROM dual", "Oracle"),
    "exec": ("EXEC xp_cmdshell 'dir'", '"exec"'),
    "call": ("CALL do_it()", '"call"'),
    "ODBC's call": ("SELECT {call do_it}", '"{"'),
    "a procedure by its word": ("SELECT 1 EXECUTE do_it", '"execute"'),
    "a file read by PostgreSQL": ("SELECT pg_read_file('/etc/passwd')", "pg_read_file"),
    "a folder listed by PostgreSQL": ("SELECT * FROM pg_ls_dir('/etc')", "pg_ls_dir"),
    "a file written by PostgreSQL": ("SELECT lo_export(1, '/tmp/x')", "lo_export"),
    "another database by dblink": ("SELECT * FROM dblink('host=x', 'DELETE FROM t') AS t(a int)", "dblink"),
    "SQL in a text": ("SELECT query_to_xml('DELETE FROM t', true, true, '')", "query_to_xml"),
    "a shell of SQL Server": ("SELECT * FROM OPENROWSET('SQLNCLI', 'x', 'EXEC xp_cmdshell ''dir''')", '"openrowset"'),
    "a linked server": ("SELECT * FROM OPENQUERY(srv, 'DELETE FROM t')", '"openquery"'),
    "a library of SQLite": ("SELECT load_extension('/tmp/x.so')", "load_extension"),
    "a file read by MariaDB": ("SELECT LOAD_FILE('/etc/passwd')", "load_file"),
    "a machine kept busy": ("SELECT BENCHMARK(1000000000, MD5('x'))", "benchmark"),
    "a sleep of MariaDB": ("SELECT SLEEP(1000)", "sleep"),
    "a sleep of PostgreSQL": ("SELECT pg_sleep(1000)", "pg_sleep"),
    "a sleep spelt by its numbers": (r'SELECT U&"pg\005fsleep"(1000)', "in quotes"),
    "a sleep in wide letters": ("SELECT ＳＬＥＥＰ(1000)", "a call of"),
    "a name in quotes called": ('SELECT "do_it"(1)', "in quotes"),
    "a name in brackets called": ("SELECT [dbo].[do_it](1)", "in quotes"),
    "a function of somebody's own": ("SELECT write_it_down(1)", '"write_it_down"'),
    "a function of an owner": ("SELECT dbo.sum(1)", '"sum"'),
    "a function in a join": ("SELECT 1 FROM items CROSS JOIN LATERAL empty_it(1)", '"empty_it"'),
    "a sequence moved on": ("SELECT nextval('s')", "nextval"),
    "a setting changed": ("SELECT set_config('role', 'admin', false)", "set_config"),
    "a variable set": ("SELECT @x := 1", '"@"'),
    "a prepared statement": ("PREPARE x FROM 'DELETE FROM t'", '"prepare"'),
    "a copy to a program": ("COPY items TO PROGRAM 'sh'", '"copy"'),
    "a pragma": ("PRAGMA writable_schema = 1", '"pragma"'),
    "a database attached": ("ATTACH DATABASE '/etc/x' AS y", '"attach"'),
    "an account changed": ("GRANT ALL ON items TO public", '"grant"'),
    "a parameter that nobody declared": (ITEMS + " WHERE a = :account_set", ":account_set"),
    "a value pasted before a table": ("SELECT 1 FROM {owner} items", '"{"'),
    "a byte 0": (ITEMS + "\0; DROP TABLE x", "control character"),
    "a control character": (ITEMS + " \x1b[2J", "control character"),
    "nothing": ("-- only a remark", "nothing"),
}


class Counter:
    """Listens where the ERP would be, answers nothing and counts who comes."""

    def __enter__(self):
        self.came = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def serve(self):
        while True:
            try:
                guest, _ = self.listener.accept()
            except OSError:
                return
            self.came += 1
            guest.close()

    def __exit__(self, *_):
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()


class HostileConnectors(unittest.TestCase):
    refused = 0

    def setUp(self):
        self.company = company.Company(configuration=CONFIGURATION)
        self.addCleanup(self.company.remove)
        self.folder = self.company.folder / "connectors" / "erp"
        self.folder.mkdir(parents=True)
        self.counter = Counter()
        self.counter.__enter__()
        self.addCleanup(self.counter.__exit__)
        self.kind(ODBC)

    @classmethod
    def tearDownClass(cls):
        print(f"{cls.refused} hostile connectors, requests and mappings: all refused")

    def kind(self, ledger, more=""):
        self.company.configure(CONFIGURATION.replace("LEDGER", ledger.replace("PORT", str(self.counter.port)) + more))

    def put(self, name, content):
        path = self.folder / name
        path.unlink(missing_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))

    def good_odbc(self):
        self.put("connector.toml", HEAD + VARIANT)
        self.put("customers.sql", CUSTOMERS)
        self.put("open_items.sql", ITEMS)

    def good_http(self):
        self.put("connector.toml", HTTP_HEAD + HTTP_VARIANT)
        self.put("customers.request.toml", HTTP_CUSTOMERS)
        self.put("open_items.request.toml", HTTP_ITEMS)

    def expect_refused(self, what, file, *found):
        came = self.counter.came
        run = self.company.run("check", clock="2026-11-18T10:00:00+08:00")
        told = " ".join((run.out + run.err).split())  # a table folds its lines
        with self.subTest(what):
            self.assertIn(run.status, (1, 2), run)
            self.assertIn(file, told, run)
            for words in found:
                self.assertIn(words, told, run)
            self.assertNotIn("internal", told.lower(), run)
            self.assertEqual(self.counter.came, came, f"{what}: something reached the ERP")
            type(self).refused += 1

    # ---- the counter counts

    def test_a_sound_folder_reaches_the_erp(self):
        self.good_odbc()
        run = self.company.run("check")
        self.assertGreater(self.counter.came, 0, run)
        came = self.counter.came
        self.good_http()
        self.kind(HTTP)
        run = self.company.run("check")
        self.assertGreater(self.counter.came, came, run)

    # ---- SQL

    def test_sql_that_does_more_than_read(self):
        for what, (sql, found) in HOSTILE_SQL.items():
            self.good_odbc()
            self.put("open_items.sql", "-- open items\n-- of the site\n" + sql)
            line = [] if found in (":account_set", "nothing") else ["line 3" if "\n" not in sql else "line"]
            self.expect_refused(what, "open_items.sql", found, *line)
        for what, content, found in (("bytes that are not UTF-8", b"SELECT '\xff\xfe' FROM items", "UTF-8"),
                                     ("UTF-16", ITEMS.encode("utf-16"), "UTF-8"),
                                     ("more SQL than anybody writes", "SELECT " + "x" * 300_000, "bytes"),
                                     ("a file of two megabytes", b" " * (2 << 20), "1 MiB")):
            self.good_odbc()
            self.put("open_items.sql", content)
            self.expect_refused(what, "open_items.sql", found)

    # ---- the folder

    def with_toml(self, what, text, *found):
        self.good_odbc()
        self.put("connector.toml", text)
        self.expect_refused(what, "connector.toml", *found)

    def test_a_folder_that_is_not_what_it_should_be(self):
        entities = "[variant.entities]\ncustomers = \"customers.sql\"\nopen_items = "
        variant = '[[variant]]\nname = "a"\n'
        self.with_toml("a probe that writes", HEAD + VARIANT.replace('name = "a"', 'name = "a"\nprobe = "DROP TABLE x"'), '"drop"', ":6")
        self.with_toml("a list of what is left out that writes", HEAD + VARIANT.replace('name = "a"', 'name = "a"\nleft_out = "l.sql"'), "l.sql")
        self.with_toml("a path out of the folder", HEAD + variant + entities + '"../../../../etc/passwd"\n', ":8", "within this folder")
        self.with_toml("a path from the root", HEAD + variant + entities + '"/etc/passwd"\n', ":8", "within this folder")
        self.with_toml("a file that is not there", HEAD + variant + entities + '"absent.sql"\n', "absent.sql", ":8")
        self.with_toml("a number for a file", HEAD + variant + entities + "5\n", ":8", "expected the name of a file")
        self.with_toml("an unknown key", HEAD + variant + 'open_item_by_key = true\n' + entities + '"open_items.sql"\n', ":6", "open_items_by_key")
        self.with_toml("an unknown key at the top", HEAD + "includes = [\"other.toml\"]\n" + VARIANT, ":4", '"includes"')
        self.with_toml("an unknown key of a file", HEAD + variant + entities + '{ sql = "open_items.sql", optionl = true }\n', ":8", "optional")
        self.with_toml("a word for a flag", HEAD + variant + entities + '{ sql = "open_items.sql", optional = "yes" }\n', ":8", "true or false")
        self.with_toml("a key twice", HEAD + variant + 'name = "b"\n' + entities + '"open_items.sql"\n', ":6")
        self.with_toml("an unknown table", HEAD + VARIANT + 'opn_items = "open_items.sql"\n', ":9", "open_items")
        self.with_toml("a parameter of a wrong kind", HEAD + "[parameters]\naccounts = 1122\n" + VARIANT, ":5", "as a table")
        self.with_toml("a parameter with a number", HEAD + "[parameters.accounts]\ndefault = 1122\n" + VARIANT, ":5", "text in quotes")
        self.with_toml("a parameter with an unknown key", HEAD + '[parameters.accounts]\ndefualt = "1122"\n' + VARIANT, ":5", "default")
        self.with_toml("a currency that is none", HEAD + '[currencies]\n"RMB1" = "yuan"\n' + VARIANT, ":5", "ISO 4217")
        self.with_toml("a currency of a wrong kind", HEAD + '[currencies]\n"RMB1" = 5\n' + VARIANT, ":5", "text in quotes")
        self.with_toml("another format", HEAD.replace("= 1", "= 2") + VARIANT, "settled-connector = 1")
        self.with_toml("a format beyond any number", HEAD.replace("= 1", "= 99999999999999999999") + VARIANT, ":1")
        self.with_toml("another plugin's", HEAD.replace("ledger_odbc", "ledger_http") + VARIANT, "ledger_http")
        self.with_toml("no variant", HEAD, "[[variant]]")
        self.with_toml("a thousand variants", HEAD + VARIANT * 1000, "more than 50")
        self.with_toml("lists in lists without an end", HEAD + "x = " + "[" * 5000 + "]" * 5000 + "\n" + VARIANT, ":4")
        self.with_toml("bytes that are not UTF-8", HEAD.encode() + b'title = "\xff\xfe"\n' + VARIANT.encode(), ":4")
        self.with_toml("a byte 0", HEAD + 'title = "a\0b"\n' + VARIANT, ":4")
        self.with_toml("not TOML", "<connector/>", ":1")
        self.with_toml("nothing", "", "settled-connector = 1")
        self.with_toml("two megabytes", HEAD + "#" * (2 << 20) + "\n" + VARIANT, "1 MiB")

    def test_files_that_are_none(self):
        outside = self.company.folder / "outside.sql"
        outside.write_text(ITEMS, encoding="utf-8")

        def link(target):
            self.good_odbc()
            (self.folder / "open_items.sql").unlink()
            (self.folder / "open_items.sql").symlink_to(target)

        link(outside)
        self.expect_refused("a link out of the folder", "open_items.sql", "leads out of this folder")
        link("/etc/passwd")
        self.expect_refused("a link to a system file", "open_items.sql", "leads out of this folder")
        link("/dev/zero")
        self.expect_refused("a link to a device", "open_items.sql", "leads out of this folder")
        link("open_items.sql")
        self.expect_refused("a link to itself", "open_items.sql")
        (self.folder / "open_items.sql").unlink()
        (self.folder / "open_items.sql").mkdir()
        self.expect_refused("a folder for a file", "open_items.sql")
        (self.folder / "open_items.sql").rmdir()
        os.mkfifo(self.folder / "open_items.sql")
        self.expect_refused("a pipe that never says anything", "open_items.sql")
        (self.folder / "open_items.sql").unlink()
        for name in ("../outside", "..", "/etc", "erp/../erp", "erp\\\\x", ""):
            self.good_odbc()
            self.kind(ODBC.replace('"erp"', f'"{name}"'))
            self.expect_refused(f"connector = \"{name}\"", "connector")

    # ---- requests

    def with_request(self, what, text, *found):
        self.good_http()
        self.put("open_items.request.toml", text + COLUMNS)
        self.expect_refused(what, "open_items.request.toml", *found)

    def test_requests_that_do_more_than_read(self):
        self.kind(HTTP)
        for what, path in (("another host", "https://evil.example/items"), ("another host without a scheme", "//evil.example/items"),
                           ("a file", "file:///etc/passwd"), ("a path upwards", "/api/../admin"), ("a path upwards in disguise", "/api/%2e%2e/admin"),
                           ("a user before the host", "/x@evil.example"), ("a query in the path", "/items?delete=1"), ("a backslash", "/\\\\\\\\evil"),
                           ("a line break in the path", "/items\\r\\nHost: evil.example")):
            self.with_request(what, f'path = "{path}"\n', ":1")
        for what, method in (("DELETE", "DELETE"), ("PUT", "PUT"), ("PATCH", "PATCH"), ("two in one", "GET /x HTTP/1.1\\r\\nDELETE")):
            self.with_request(what, f'method = "{method}"\npath = "/items"\n', ":1", "expected GET or POST")
        for what, path in (("a call that saves", "/api/Save"), ("a batch", "/b1s/v1/$batch"), ("a document", "/b1s/v1/Invoices")):
            self.with_request(what, f'method = "POST"\npath = "{path}"\n', ":2")
        self.with_request("a GET that deletes", 'path = "/api/deleteInvoice"\n', ":1", "never writes")
        self.with_request("another method in a header", 'path = "/items"\nheaders = { X-HTTP-Method-Override = "DELETE" }\n', "another method")
        self.with_request("another method in the query", 'path = "/items"\nquery = { _method = "delete" }\n', "another method")
        for what, header in (("another host in a header", 'Host = "evil.example"'), ("a length", 'Content-Length = "0"'),
                             ("an encoding", 'Transfer-Encoding = "chunked"'), ("a line break in a header", 'A = "b\\r\\nHost: evil.example"'),
                             ("a line break in a header's name", '"A\\r\\nB" = "c"')):
            self.with_request(what, f'path = "/items"\nheaders = {{ {header} }}\n', ":2")
        self.with_request("a secret in an address", 'path = "/items/{password}"\n', "in an address")
        self.with_request("a value that breaks out of a filter", "path = \"/items\"\nquery = { f = \"a eq '{as_of}'\" }\n", ":2", ":quoted")
        self.with_request("a page without an end", 'path = "/items"\n[page]\nkind = "offset"\nkey = "/id"\n', ":3", "{offset}")
        self.with_request("a page of a trillion rows", 'path = "/items"\n[page]\nkind = "one"\nrows = 1000000000000\n', ":4", "from 1 to")
        self.with_request("a list joined to itself", 'path = "/items"\n[join.a]\nlist = "open_items.request.toml"\nby = "/a"\n', "joins of its own")
        self.with_request("a list out of the folder", 'path = "/items"\n[join.a]\nlist = "../../x.toml"\nby = "/a"\n', "within this folder")
        self.with_request("a list that is not there", 'path = "/items"\n[join.a]\nlist = "absent.toml"\nby = "/a"\n', "absent.toml")
        self.with_request("an unknown key", 'pth = "/x"\npath = "/items"\n', ":1", "path")
        self.with_request("a number for a path", "path = 5\n", ":1", "text in quotes")
        self.with_request("a place that is none", 'path = "/items"\n[rows]\nat = "rows"\n', "open_items.request.toml:3")
        self.good_http()
        (self.folder / "open_items.request.toml").unlink()
        (self.folder / "open_items.request.toml").symlink_to("/etc/passwd")
        self.expect_refused("a link to a system file", "open_items.request.toml", "leads out of this folder")
        for what, url in (("a file for a host", "file:///etc/passwd"), ("a foreign host in plain text", "http://erp.example"),
                          ("an address with a password", "https://u:p@erp.example")):
            self.good_http()
            self.kind(HTTP.replace("http://127.0.0.1:PORT", url))
            self.expect_refused(what, "url")

    # ---- mappings

    def with_mapping(self, what, text, *found):
        path = self.company.folder / "ledger" / "mapping.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        self.expect_refused(what, "mapping.toml", *found)

    def test_mappings_that_are_none(self):
        self.company.customer("C1", "Customer", "")
        self.company.write_ledger()
        head, items = "settled-mapping = 1\n", '[[open_items]]\nfile = "open_items.csv"\n[open_items.columns]\nitem_id = "item_id"\n'
        self.kind(FILES)
        self.with_mapping("a file out of the folder", head + items.replace("open_items.csv", "../../../../etc/passwd"), ":2")
        self.with_mapping("a file from the root", head + items.replace("open_items.csv", "/etc/passwd"), ":2")
        self.with_mapping("an unknown column", head + items + 'opn_amount = "x"\n', ":6", "open_amount")
        self.with_mapping("an unknown key", head + items.replace("file =", "fil = 1\nfile ="), ":3")
        self.with_mapping("a unit beyond any number", head + items.replace("file =", "unit = 99999999999999999999\nfile ="), ":3")
        self.with_mapping("another format", items, "settled-mapping = 1")
        self.with_mapping("a key twice", head + items + 'item_id = "x"\n', ":6")
        self.with_mapping("bytes that are not UTF-8", head.encode() + b'home_currency = "\xff"\n' + items.encode(), ":2")
        self.with_mapping("not TOML", "item_id;customer_id\n", ":1")
        self.with_mapping("two megabytes", head + "#" * (2 << 20) + "\n" + items, "1 MiB")
        for name in ("../outside.toml", "/etc/passwd", "absent.toml"):
            self.kind(FILES, f'mapping = "{name}"\n')
            self.expect_refused(f"mapping = \"{name}\"", name)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
