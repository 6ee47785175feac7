"""The daily mail to finance, in Chinese and English: six lines first, and every figure the truth's."""
import re
import unittest
from decimal import ROUND_HALF_UP, Decimal

from demo_company import DAYS, TRUTH, amounts_in, demo, grouped

LABELS = {"zh-CN": ["数据截至", "新到账", "需您处理", "逾期", "待发函件", "账实核对"],
          "en": ["Data up to", "Came in", "Needs you", "Overdue", "Goes out", "Books and figures"]}
RECEIVERS = {"zh-CN": ["wang.fang@huayuan.example"], "en": ["controller@huayuan.example"]}
BUCKETS = {"zh-CN": {"not_due": "未到期", "1-30": "1–30 天", "31-60": "31–60 天", "61-90": "61–90 天", "91-120": "91–120 天",
                     ">120": "120 天以上", "unapplied": "预收及贷项"},
           "en": {"not_due": "Not due", "1-30": "1–30 days", "31-60": "31–60 days", "61-90": "61–90 days", "91-120": "91–120 days",
                  ">120": "over 120 days", "unapplied": "Credits and on account"}}


def headline_money(amount, currency, language):
    """Finance reads 万 in Chinese headlines and full figures elsewhere."""
    value = Decimal(amount)
    if language == "en" or abs(value) < 10000:
        return f"{value:,.2f} {currency}".replace("-", "−")
    rounded = (abs(value) / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{'−' if value < 0 else ''}{rounded}万{'元' if currency == 'CNY' else ' ' + currency}"


class FinanceMail(unittest.TestCase):
    def each(self):
        for day in DAYS:
            for language in LABELS:
                yield day, language, demo().finance_mail(day, language), TRUTH["figures"][str(day)]

    def headline(self, mail, language):
        """The six lines by label, as they stand in the text."""
        lines = [line for line in mail.text.splitlines() if any(line.startswith(label + ":") for label in LABELS[language])]
        return dict(line.split(": ", 1) for line in lines[:6])

    def test_goes_to_finance_and_nobody_else(self):
        for day, language, mail, _ in self.each():
            with self.subTest(day=day, language=language):
                self.assertEqual(mail.to, RECEIVERS[language])
                self.assertIn(DAYS[day], str(mail.message["Subject"]))
        treasury = [mail for mail in demo().mails if "daily-zh-treasury." in mail.path.name]
        self.assertEqual([mail.to for mail in treasury], [["li.qiang@huayuan.example"]] * len(DAYS), "the finance head sees more")
        self.assertEqual(sum(mail.is_finance and not mail.is_worklist for mail in demo().mails), len(DAYS) * (len(LABELS) + 1))

    def test_begins_with_the_six_lines_in_their_order(self):
        for day, language, mail, _ in self.each():
            with self.subTest(day=day, language=language):
                top = [line.split(":")[0] for line in mail.text.splitlines()[3:] if line.strip()][:6]
                self.assertEqual(top, LABELS[language])
                places = [mail.html_words.find(text) for text in self.headline(mail, language).values()]
                self.assertNotIn(-1, places)
                self.assertEqual(places, sorted(places))

    def assert_amounts(self, line, sums, language):
        for currency, amount in sums.items():
            self.assertIn(headline_money(amount, currency, language), line)

    def test_says_what_came_in_and_what_became_of_it(self):
        for day, language, mail, truth in self.each():
            with self.subTest(day=day, language=language):
                line = self.headline(mail, language)[LABELS[language][1]]
                self.assertTrue(line.startswith(f"{truth['came_in']['count']} ·"), line)
                for kind in ("settled", "on_account", "waiting"):
                    self.assert_amounts(line, truth["came_in"][kind], language)
                self.assert_amounts(line, truth["returned"], language)
                figures = sum(len(truth["came_in"][kind]) for kind in ("settled", "on_account", "waiting")) + len(truth["returned"])
                self.assertEqual(len(re.findall(r"CNY|USD|EUR|元", line)), figures, "no figure but these")

    def test_says_how_much_waits_for_a_person_and_since_when(self):
        for day, language, mail, truth in self.each():
            with self.subTest(day=day, language=language):
                needs = truth["needs_person"]
                line = self.headline(mail, language)[LABELS[language][2]]
                self.assertTrue(line.startswith(f"{needs['count']} · {headline_money(needs['amount'], 'CNY', language)}"), line)
                self.assertIn(needs["oldest"], line)
                self.assertTrue(str(mail.message["Subject"]).endswith(f" {needs['count']}"))

    def test_says_what_is_overdue_and_what_changed(self):
        for day, language, mail, truth in self.each():
            with self.subTest(day=day, language=language):
                line = self.headline(mail, language)[LABELS[language][3]]
                before = TRUTH["figures"].get(str(day - 1))
                for currency, sums in truth["aging"].items():
                    self.assertIn(headline_money(sums["overdue"], currency, language), line)
                    if before:
                        change = Decimal(sums["overdue"]) - Decimal(before["aging"][currency]["overdue"])
                        if change:
                            sign = "+" if change > 0 else "−"
                            self.assertIn(f"({sign}{headline_money(abs(change), currency, language)})", line)
                self.assert_amounts(line, truth["due_today"], language)
                self.assert_amounts(line, truth["newly_overdue"], language)

    def test_says_what_goes_out(self):
        for day, language, mail, _ in self.each():
            with self.subTest(day=day, language=language):
                letters = [letter for letter in TRUTH["letters"] if letter["day"] == day]
                line = self.headline(mail, language)[LABELS[language][4]]
                self.assertTrue(line.startswith(f"{len(letters)} · "), line)
                for currency in {letter["currency"] for letter in letters}:
                    total = sum(Decimal(letter["total"]) for letter in letters if letter["currency"] == currency)
                    self.assertIn(headline_money(total, currency, language), line)

    def test_names_a_difference_between_the_erp_and_us(self):
        for day, language, mail, truth in self.each():
            with self.subTest(day=day, language=language):
                line = self.headline(mail, language)[LABELS[language][5]]
                for difference in truth["differences"]:
                    for document in difference["ours"] + difference["in_erp"]:
                        self.assertIn(document, line)
                if not truth["differences"]:
                    self.assertNotIn("HY26", line)
        self.assertTrue(TRUTH["figures"]["2"]["differences"], "the story has one")

    def test_ages_the_receivables_to_the_cent(self):
        for day, language, mail, truth in self.each():
            for currency, sums in truth["aging"].items():
                with self.subTest(day=day, language=language, currency=currency):
                    total = "合计" if language == "zh-CN" else "Total"
                    found = re.search(rf"^{currency} {total} ([\d,.-]+) {currency}\n((?:  .*\n)*)", mail.text, re.MULTILINE)
                    self.assertEqual(found[1], grouped(sums["total"]))
                    want = "".join(f"  {label}: {grouped(sums[bucket])} {currency}\n" for bucket, label in BUCKETS[language].items()
                                   if Decimal(sums[bucket]) != 0)
                    self.assertEqual(found[2], want)
                    self.assertIn(grouped(sums["total"]), mail.html_words)

    def test_lists_what_the_bank_took_back(self):
        for language in LABELS:
            mail = demo().finance_mail(3, language)
            self.assertIn("银行退回" if language == "zh-CN" else "Returned by the bank", mail.text)
            for currency, amount in TRUTH["figures"]["3"]["returned"].items():
                self.assertIn(f"{grouped(amount)} {currency}", mail.text)

    def test_shows_every_figure_of_the_text_in_the_html(self):
        for day, language, mail, _ in self.each():
            with self.subTest(day=day, language=language):
                self.assertEqual(amounts_in(mail.text), amounts_in(mail.html_words))

    def test_speaks_chinese_to_chinese_readers(self):
        raw = r"\b(?:awaiting_approval|settled (?!review|outbox|hold)\w+|question|unmatched|overdue-\d+|before-\d+|sent|held|email|invoice)\b"
        for day in DAYS:
            self.assertEqual(re.findall(raw, demo().finance_mail(day, "zh-CN").text), [])
