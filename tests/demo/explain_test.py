"""`settled explain` about every case of the demo, read by a bookkeeper in Chinese and in English."""
import json
import re
import unittest

from demo_company import DAYS, DOCUMENT, TRUTH, demo, grouped, lines, states_on

LANGUAGES = ("zh-CN", "en")
# Names and codes that stand in Latin letters in any language.
NAMES = re.compile(r"HY\d{8}|SK\d{8}|HT-\d{4}-\d{4}|u8|ERP|CNY|USD|EUR|C\d{4}|[\w.+-]+@[\w.-]+|PMNT-[\w-]+|wang|li\b")
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\b(?:overdue|before)-\d+\b|\bhy\d{8}\b|[{}]|\bnull\b")


class Explain(unittest.TestCase):
    def sentences(self, what, name, language):
        rows = demo().rows("explain", what, str(name), language=language)
        self.assertTrue(rows)
        for row in rows:
            self.assertTrue(row["about"].strip() and row["text"].strip(), row)
        return rows

    def check_language(self, rows, language, names):
        said = "\n".join(row["about"] + "\n" + row["text"] for row in rows)
        for name in sorted(names, key=len, reverse=True):
            said = said.replace(name, "")
        self.assertEqual(RAW.findall(said), [], said)
        if language == "zh-CN":
            left = re.findall(r"[A-Za-z]{2,}", NAMES.sub("", said))
            self.assertEqual(left, [], said)
        else:
            self.assertEqual(re.findall(r"[\u4e00-\u9fff，。；：（）]", said), [], said)

    def names_of(self, line):
        return {self.counterparty(demo().matches(3)[line["bank_reference"]]["entry"])} | customer_names() | quoted_texts()

    def counterparty(self, entry):
        about = demo().rows("explain", "entry", str(entry), language="en")[0]["about"]
        return about.split(" · ", 3)[3] if about.count(" · ") >= 3 else ""

    def test_every_bank_line_names_payer_or_customer_amount_documents_and_reason(self):
        for language in LANGUAGES:
            for line in lines():
                match = demo().matches(3)[line["bank_reference"]]
                with self.subTest(language=language, case=line["case"], entry=match["entry"]):
                    rows = self.sentences("entry", match["entry"], language)
                    said = "\n".join(row["about"] + "\n" + row["text"] for row in rows)
                    self.assertIn(f"{grouped(line['amount'])} {line['currency']}", said)
                    self.assertIn(DAYS[line["day"]], said)
                    self.assertGreaterEqual(len(rows), 2, "what was decided, and at least one reason")
                    if line["customer"] and match["state"] != "reversed":
                        self.assertIn(line["customer"], said)
                        self.assertIn(customer_name(line["customer"]), rows[0]["text"], "by name in the very first sentence")
                    else:
                        self.assertTrue(self.counterparty(match["entry"]), "whoever paid is named")
                    for item in line["items"]:
                        self.assertIn(item["document_number"], said)
                    self.check_language(rows, language, self.names_of(line))

    def test_a_question_says_first_what_makes_it_one(self):
        for line in lines():
            if states_on(line, 3) != ["question"]:
                continue
            match = demo().matches(3)[line["bank_reference"]]
            for language in LANGUAGES:
                reasons = demo().explain("entry", match["entry"], language)[1:]
                doubts = {"zh-CN": r"相同金额|没有单据号|疑似重复|组合都符合|也符合|尚未认定", "en":
                          r"have this amount|is not in the ledger|paid the same|combinations fit|fits as well|unexplained"}
                self.assertRegex(reasons[0], doubts[language], line["case"])

    def test_a_number_that_the_ledger_lacks_is_shown_as_it_is_written(self):
        line = next(line for line in lines() if line["case"] == "number_not_in_ledger")
        match = demo().matches(3)[line["bank_reference"]]
        for language in LANGUAGES:
            self.assertTrue(any("HY26099998" in reason for reason in demo().explain("entry", match["entry"], language)))

    def test_money_of_a_third_party_asks_for_its_authority(self):
        line = next(line for line in lines() if line["third_party_payer"])
        match = demo().matches(3)[line["bank_reference"]]
        self.assertTrue(any("委托付款证明" in reason for reason in demo().explain("entry", match["entry"], "zh-CN")))
        self.assertTrue(any("authority to pay" in reason for reason in demo().explain("entry", match["entry"], "en")))

    def test_every_item_that_is_not_reminded_says_why(self):
        words = {"paid_at_bank": ("银行已到账", "at the bank"), "may_be_paid": ("可能", "may be for this item"),
                 "no_address": ("联系地址", "no address"), "paid_on_account": ("到账款", "covers this item"),
                 "covered_by_credit": ("冲账", "covers this item"), "applied_elsewhere": ("判断不", "another"), "minimum": ("最低", "smallest")}
        for left_out in TRUTH["left_out"]:
            if left_out["day"] != 3:
                continue
            for place, language in enumerate(LANGUAGES):
                with self.subTest(language=language, **left_out):
                    rows = self.sentences("item", left_out["document_number"], language)
                    self.assertIn(customer_name(left_out["customer"]), rows[0]["about"])
                    said = [words[left_out["reason"]][place]]
                    if left_out["reason"] == "no_address":  # a task of the customer may have been given meanwhile
                        said.append(("间隔不足", "Too little time")[place])
                    self.assertTrue(any(word in row["text"] for row in rows for word in said), rows)
                    self.check_language(rows, language, customer_names() | quoted_texts())

    def test_every_item_that_the_story_touches_adds_up_in_words(self):
        for line in lines():
            for item in line["items"]:
                match = demo().matches(3)[line["bank_reference"]]
                if match["state"] == "booked":
                    continue  # it has left the ledger
                for language in LANGUAGES:
                    with self.subTest(language=language, case=line["case"], item=item["document_number"]):
                        rows = self.sentences("item", item["document_number"], language)
                        self.check_language(rows, language, customer_names() | quoted_texts())

    def test_a_difference_is_told_at_both_documents(self):
        for difference in TRUTH["figures"]["3"]["differences"]:
            for document in difference["ours"] + difference["in_erp"]:
                self.assertTrue(any("判断不" in text for text in demo().explain("item", document, "zh-CN")))
                self.assertTrue(any("another document" in text for text in demo().explain("item", document, "en")))

    def test_every_customer_of_a_bank_line_can_be_explained(self):
        for customer in sorted({line["customer"] for line in lines() if line["customer"]})[:8]:
            for language in LANGUAGES:
                with self.subTest(language=language, customer=customer):
                    self.check_language(self.sentences("customer", customer, language), language, customer_names() | quoted_texts())

    def test_every_kind_of_message_says_its_state_receiver_and_documents(self):
        seen = {}
        for row in demo().rows("outbox"):
            seen.setdefault((row["kind"], row["state"], row["subject"][:3]), row)
        self.assertGreaterEqual(len(seen), 6)
        for row in seen.values():
            for language in LANGUAGES:
                with self.subTest(language=language, subject=row["subject"]):
                    rows = self.sentences("message", row["message"], language)
                    said = "\n".join(one["text"] for one in rows)
                    self.assertIn(row["to"].split(",")[0], said)
                    if row["kind"] == "reminder":
                        self.assertTrue(DOCUMENT.search(said))
                    self.assertIn({"zh-CN": "已发送", "en": "sent"}[language], rows[0]["text"])
                    body = [{"about": "x" if language == "en" else "函件", "text": one["text"]} for one in rows]
                    self.check_language(body, language, customer_names() | {row["to"]})


def customer_names():
    return {row["name"] for row in aging_customers()}


def customer_name(code):
    return next(row["name"] for row in aging_customers() if row["customer"] == f"u8:{code}")


def aging_customers():
    if not CUSTOMERS:
        CUSTOMERS.extend(json.loads(demo().settled("aging", "--format", "json"))["companies"][0]["customers"])
    return CUSTOMERS


CUSTOMERS = []


def quoted_texts():
    """Payers and bank words of the story that are quoted as they are."""
    if not QUOTED:
        for row in demo().rows("matches"):
            about = demo().rows("explain", "entry", str(row["entry"]), language="en")[0]["about"]
            QUOTED.add(about.split(" · ", 3)[3] if about.count(" · ") >= 3 else about)
    return QUOTED | {"手续费", "托收", "工资", "扣税", "结息", "退汇", "RETURN"}


QUOTED = set()
