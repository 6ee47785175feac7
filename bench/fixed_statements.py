#!/usr/bin/env python3
"""Statements of fixed columns for measuring: CODA, Norma 43, CFONB 120. The same arguments give the same bytes.

  fixed_statements.py coda|norma43|cfonb120 MOVEMENTS FILE [--per-statement N]

Every movement is a transfer with its payer and an invoice number in the text; balances, counts and sums hold.
Prints the number of movements and their sum in cents to standard error.
"""
import argparse
import random

NAMES = ["NORTHWIND TRADING", "GLOBEX LOGISTICS", "INITECH TOOLS", "CONTOSO PAPER", "FABRIKAM METALS", "TAILSPIN TEXTILES"]


def placed(width, *texts):
    line = [" "] * width
    for column, text in texts:
        line[column - 1:column - 1 + len(text)] = text
    assert len(line) == width
    return "".join(line)


class Coda:
    account = "BE68539007547034".ljust(34) + "EUR"

    def begin(self, number, opening):
        yield placed(128, (1, "00000021026300"), (15, "05"), (61, "KREDBEBB"), (84, "00000"), (128, "2"))
        yield placed(128, (1, "12%03d" % (number % 1000)), (6, self.account), (43, "0"), (44, "%015d" % (opening * 10)), (59, "011026"),
                     (65, "BROUWERIJ DE LEEUW"), (126, "%03d" % (number % 1000)))

    def movement(self, n, cents, name, invoice):
        sign, amount, ids = "1" if cents < 0 else "0", "%015d" % (abs(cents) * 10), "%04d0000" % n
        yield placed(128, (1, "21" + ids), (11, "%021d" % n), (32, sign + amount + "021026" + ("00101000" if cents < 0 else "00150000") + "0"),
                     (63, "INVOICE " + invoice), (116, "021026"), (126, "1"))
        yield placed(128, (1, "22" + ids), (64, "E2E-" + invoice), (99, "GEBABEBB"), (126, "1"))
        yield placed(128, (1, "23" + ids), (11, "BE11290006307748"), (45, "EUR"), (48, name))

    def end(self, number, closing, debits, credits, count):
        yield placed(128, (1, "8%03d" % (number % 1000)), (5, self.account), (42, "0%015d" % (closing * 10)), (58, "021026"))
        yield placed(128, (1, "9"), (17, "%06d%015d%015d" % (3 * count + 2, -debits * 10, credits * 10)), (128, "1"))


class Norma43:
    def begin(self, number, opening):
        yield placed(80, (1, "11210004180200051332261001261031"), (33, "2%014d9783" % opening), (52, "TALLERES PEREZ SL"))

    def movement(self, n, cents, name, invoice):
        yield placed(80, (1, "22    0418261002261002040072"[:27] + ("1" if cents < 0 else "2")), (29, "%014d%010d" % (abs(cents), n)),
                     (53, "000000000000" + "0" * 16))
        yield placed(80, (1, "2301"), (5, name), (43, "FACTURA " + invoice))

    def end(self, number, closing, debits, credits, count):
        yield placed(80, (1, "33210004180200051332%05d%014d%05d%014d2%014d978" % (self.debit_count, -debits, count - self.debit_count, credits, closing)))


class Cfonb120:
    @staticmethod
    def amount(cents):
        digits = "%014d" % abs(cents)
        return digits[:-1] + ("}JKLMNOPQR" if cents < 0 else "{ABCDEFGHI")[int(digits[-1])]

    def begin(self, number, opening):
        yield placed(120, (1, "0130004    00812EUR2 00010123456  300926"), (91, self.amount(opening)))

    def movement(self, n, cents, name, invoice):
        head = "30004000000812EUR2 00010123456" + ("06" if cents < 0 else "05") + "021026"
        yield placed(120, (1, "04" + head), (43, "021026VIR SEPA " + name[:18]), (82, "%07d00" % (n % 10000000)), (91, self.amount(cents)))
        yield placed(120, (1, "05" + head), (46, ("NBE" if cents < 0 else "NPY") + name))
        yield placed(120, (1, "05" + head), (46, "LCCFACTURE " + invoice))

    def end(self, number, closing, debits, credits, count):
        yield placed(120, (1, "0730004    00812EUR2 00010123456  021026"), (91, self.amount(closing)))


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("format", choices=["coda", "norma43", "cfonb120"])
    reader.add_argument("movements", type=int)
    reader.add_argument("file")
    reader.add_argument("--per-statement", type=int, default=500)
    arguments = reader.parse_args()
    writer = {"coda": Coda, "norma43": Norma43, "cfonb120": Cfonb120}[arguments.format]()
    chance = random.Random(20261121)
    total = written = number = 0
    with open(arguments.file, "w", encoding="ascii", newline="") as out:
        records = 0
        opening = 10_000_000_000

        def put(lines):
            nonlocal records
            for line in lines:
                records += 1
                out.write(line + "\r\n")

        while written < arguments.movements:
            number += 1
            count = min(arguments.per_statement, arguments.movements - written)
            cents = [chance.choice((1, 1, 1, -1)) * chance.randrange(100, 900_000) for _ in range(count)]
            debits, credits = sum(c for c in cents if c < 0), sum(c for c in cents if c > 0)
            writer.debit_count = sum(1 for c in cents if c < 0)
            put(writer.begin(number, opening))
            for n, amount in enumerate(cents, 1):
                put(writer.movement(n, amount, chance.choice(NAMES), "2026-%06d" % (written + n)))
            opening += sum(cents)
            put(writer.end(number, opening, debits, credits, count))
            written += count
            total += sum(cents)
        if arguments.format == "norma43":
            put([placed(80, (1, "88" + "9" * 18 + "%06d" % min(records, 999999)))])
    print(f"{written} movements, sum {total} cents", file=__import__("sys").stderr)


if __name__ == "__main__":
    main()
