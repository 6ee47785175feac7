"""Who is written to on which day, about what, to the cent; and who is not."""
import re
import subprocess
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

from demo_company import DAYS, DOCUMENT, TRUTH, amounts_in, demo, grouped, lines

FROM = {"zh-CN": "华远应收账款 <ar@huayuan.example>", "en": "Huayuan Receivables <ar@huayuan.example>"}
TOTALS = {"zh-CN": r"(?:已到期合计|即将到期合计)：([\d,.]+) (\w{3})", "en": r"(?:Total due|Total due soon): ([\d,.]+) (\w{3})"}
BALANCE = {"zh-CN": r"扣除后\S*余额：([\d,.]+)", "en": r"Balance due after that: ([\d,.]+)"}
# Words that no letter to a customer may carry before a person has decided on law.
NEVER = ["清欠", "催收", "律师", "起诉", "{{", "}}", "null", "nan"]


def exact(text):
    return Decimal(text.replace(",", ""))


class Letters(unittest.TestCase):
    def each(self):
        for letter in TRUTH["letters"]:
            mails = [mail for mail in demo().letters if mail.day == letter["day"] and mail.to == [letter["to"]]]
            self.assertEqual(len(mails), 1, f"one message a customer and day: {letter}")
            yield letter, mails[0]

    def of(self, letter):
        return self.subTest(day=letter["day"], customer=letter["customer"])

    def test_go_to_exactly_those_whom_the_bookkeeper_would_write_to(self):
        want = sorted((letter["day"], letter["to"]) for letter in TRUTH["letters"])
        self.assertEqual(sorted((mail.day, mail.to[0]) for mail in demo().letters), want)
        self.assertEqual({letter["day"] for letter in TRUTH["letters"]}, set(DAYS))

    def test_come_from_the_companys_own_address_in_the_customers_language(self):
        for letter, mail in self.each():
            with self.of(letter):
                self.assertEqual(str(mail.message["From"]), FROM[letter["language"]])
                self.assertIsNone(mail.message["Cc"])
                self.assertIn(f'<html lang="{letter["language"]}">', mail.html)
                self.assertEqual(mail.message["Auto-Submitted"], "auto-generated")

    def test_name_every_item_with_what_is_still_owed_of_it(self):
        for letter, mail in self.each():
            with self.of(letter):
                got = dict(re.findall(r"^- (HY\d{8})[:：]\s*([\d,.]+) " + letter["currency"], mail.text, re.MULTILINE))
                self.assertEqual(got, {item["document_number"]: grouped(item["owed"]) for item in letter["items"]})
                for item in letter["items"]:
                    self.assertIn(item["document_number"], mail.html_words)
                    self.assertIn(grouped(item["owed"]), mail.html_words)

    def test_add_up(self):
        for letter, mail in self.each():
            with self.of(letter):
                totals = re.findall(TOTALS[letter["language"]], mail.text)
                self.assertEqual(sum(exact(amount) for amount, _ in totals), Decimal(letter["total"]))
                self.assertEqual({currency for _, currency in totals}, {letter["currency"]})
                if Decimal(letter["unapplied"]) > 0:
                    self.assertIn(letter["unapplied"], amounts_in(mail.text), "money on account is shown")

    def test_ask_in_the_subject_for_what_the_text_asks_for(self):
        for letter, mail in self.each():
            with self.of(letter):
                asked = exact(re.search(r"([\d,]+\.\d\d) " + letter["currency"], str(mail.message["Subject"]))[1])
                balance = re.search(BALANCE[letter["language"]], mail.text)
                first_total = exact(re.search(TOTALS[letter["language"]], mail.text)[1])
                self.assertEqual(asked, exact(balance[1]) if balance else first_total)
                overdue = sum(Decimal(item["owed"]) for item in letter["items"] if item["due_date"] < DAYS[letter["day"]])
                coming = sum(Decimal(item["owed"]) for item in letter["items"]) - overdue
                unapplied = Decimal(letter["unapplied"])
                gross = overdue or coming
                self.assertEqual(asked, gross - unapplied if gross > unapplied else gross)

    def test_say_the_same_in_text_and_html(self):
        for letter, mail in self.each():
            with self.of(letter):
                self.assertEqual(amounts_in(mail.text), amounts_in(mail.html_words))
                self.assertEqual(set(DOCUMENT.findall(mail.text)), set(DOCUMENT.findall(mail.html_words)))
                for words in re.findall(r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2} \w+ 20\d\d|[\w.-]+@[\w.-]+|\d{20}|HT-\d{4}-\d{4}", mail.text):
                    self.assertIn(words, mail.html_words)

    def test_carry_the_companys_account_of_that_currency_and_no_other(self):
        accounts = {currency: re.sub(r"(.{4})", r"\1 ", number).strip() if number.startswith("DE") else number
                    for currency, number in TRUTH["accounts"].items()}  # an IBAN is written in groups of four
        for letter, mail in self.each():
            with self.of(letter):
                for currency, number in accounts.items():
                    self.assertEqual(number in mail.text, currency == letter["currency"], number)

    def test_keep_quiet_about_what_is_paid_or_may_be(self):
        for left_out in TRUTH["left_out"]:
            with self.subTest(**left_out):
                for mail in demo().letters:
                    if mail.day == left_out["day"]:
                        self.assertNotIn(left_out["document_number"], mail.text)
        reasons = {left_out["reason"] for left_out in TRUTH["left_out"]}
        self.assertLessEqual({"paid_at_bank", "may_be_paid", "no_address"}, reasons)

    def test_never_ask_for_a_document_of_a_line_that_settled_it(self):
        for line in lines():
            if line["state"] != ["settled"] or line["case"] == "part_payment" or "reversed" in line["later"].get("3", []):
                continue
            for mail in demo().letters:
                if mail.day >= line["day"]:
                    for item in line["items"]:
                        self.assertNotIn(item["document_number"], mail.text, (mail.path.name, line["case"]))

    def test_never_ask_twice_for_the_same_document(self):
        asked = {}
        for mail in demo().letters:
            for document in set(DOCUMENT.findall(mail.text)):
                self.assertNotIn(document, asked, mail.path.name)
                asked[document] = mail.path.name

    def test_hold_no_word_of_ours_that_a_customer_must_not_read(self):
        for mail in demo().letters:
            for word in NEVER:
                self.assertNotIn(word, mail.text.lower().replace("financ", ""), mail.path.name)


def printed(pdf):
    """What a reader of the paper sees."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return subprocess.run(["pdftotext", "-q", "-layout", file.name, "-"], capture_output=True, text=True, check=True).stdout


class Papers(unittest.TestCase):
    def test_a_formal_letter_has_its_paper_with_the_same_figures(self):
        checked = 0
        for letter in TRUTH["letters"]:
            mail = next(mail for mail in demo().letters if mail.day == letter["day"] and mail.to == [letter["to"]])
            papers = [part for part in mail.message.iter_attachments() if part.get_content_type() == "application/pdf"]
            is_formal = "催款函" in str(mail.message["Subject"]) or "Formal payment demand" in str(mail.message["Subject"])
            self.assertEqual(len(papers), 1 if is_formal else 0, mail.path.name)
            for paper in papers:
                text = printed(paper.get_content())
                for item in letter["items"]:
                    self.assertIn(item["document_number"], text)
                    self.assertIn(grouped(item["owed"]), text)
                checked += 1
        self.assertGreater(checked, 0)
        print(f"{checked} formal letters with a paper")

    def test_the_lawyers_file_holds_the_letters_as_they_left(self):
        sent = {mail.path.read_bytes() for mail in demo().letters}
        letters = 0
        for letter in TRUTH["letters"][:5]:
            folder = demo().folder / "case" / letter["customer"]
            files = [Path(row["file"]) for row in demo().rows("case", letter["customer"], "--out", str(folder))]
            index = printed(files[0].read_bytes())
            for item in letter["items"]:
                self.assertIn(item["document_number"], index)
            self.assertGreater(len(files), 1)
            for file in files[1:]:
                self.assertIn(file.read_bytes(), sent, file.name)
                self.assertIn(file.name, index)
                letters += 1
        print(f"5 case files with {letters} letters")


class Worklists(unittest.TestCase):
    def test_each_colleague_gets_the_open_tasks_by_the_money_at_risk(self):
        mails = [mail for mail in demo().mails if mail.is_worklist]
        self.assertTrue(mails)
        for mail in mails:
            self.assertEqual(len(mail.to), 1)
            own = re.split(r"(?m)^(?:供您知悉|For your information|Zur Kenntnis) \d+$", mail.text)[0]
            amounts = [exact(amount) for amount in re.findall(r"^#\d+ .* · ([\d,.]+) CNY", own, re.MULTILINE)]
            self.assertEqual(amounts, sorted(amounts, reverse=True), mail.path.name)
        print(f"{len(mails)} worklists")
