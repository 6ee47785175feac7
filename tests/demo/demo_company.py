"""The demo, run once for all tests of this folder, the truth about it, and what it left behind."""
import email
import email.policy
import functools
import json
import os
import re
import shutil
import subprocess
import tempfile
from decimal import Decimal
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "demo"
SETTLED = Path(os.environ.get("SETTLED", "build/dev/bin/settled")).resolve()
TRUTH = json.loads((DEMO / "expected_truth.json").read_text(encoding="utf-8"))
DAYS = {int(number): day for number, day in TRUTH["days"].items()}
LEDGER = "u8"
FINANCE_REPORTS = {"zh-CN": "daily-zh", "en": "daily-en"}
LAST_MOMENT = f"{DAYS[3]}T10:40:00+08:00"
RUN_SECONDS_MAX = 300


class Demo:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-demo-")) / "run"
        done = subprocess.run([DEMO / "run.sh", SETTLED, self.folder], capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=RUN_SECONDS_MAX)
        self.printed, self.errors = done.stdout, done.stderr
        if done.returncode != 0:
            raise AssertionError(f"demo/run.sh ended with {done.returncode}\n{done.stdout}{done.stderr}")
        for language in FINANCE_REPORTS:
            text = (self.folder / "settled.toml").read_text(encoding="utf-8")
            (self.folder / f"{language}.toml").write_text(text.replace('language = "en"', f'language = "{language}"', 1), encoding="utf-8")

    def settled(self, *arguments, language="en"):
        done = subprocess.run([SETTLED, "--config", self.folder / f"{language}.toml", "--log-level", "warning", *arguments],
                              env={**os.environ, "SETTLED_TEST_CLOCK": LAST_MOMENT}, capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=RUN_SECONDS_MAX)
        if done.returncode != 0:
            raise AssertionError(f"settled {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    @functools.lru_cache(maxsize=None)
    def rows(self, *arguments, language="en"):
        return json.loads(self.settled(*arguments, "--format", "json", language=language))["rows"]

    def matches(self, day):
        """Bank reference → what stood decided about the line at the end of the day."""
        return {row["bank_reference"]: row for row in self.rows("--as-of", DAYS[day], "matches")}

    def explain(self, what, name, language):
        return [row["text"] for row in self.rows("explain", what, str(name), language=language)]

    @functools.cached_property
    def mails(self):
        return [Mail(path) for path in sorted((self.folder / "mails").glob("*.eml"))]

    @property
    def letters(self):
        return [mail for mail in self.mails if not mail.is_finance]

    def finance_mail(self, day, language):
        name = f".{FINANCE_REPORTS[language]}.{DAYS[day]}."
        return next(mail for mail in self.mails if name in mail.path.name)

    def remove(self):
        shutil.rmtree(self.folder.parent, ignore_errors=True)


class Mail:
    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.message = email.message_from_binary_file(file, policy=email.policy.default)
        self.text = "\n".join(self.message.get_body(("plain",)).get_content().splitlines()) + "\n"
        self.html = self.message.get_body(("html",)).get_content()
        self.day = next(number for number, day in DAYS.items() if self.message["Date"].datetime.date().isoformat() == day)
        self.is_worklist = ".worklist." in path.name
        self.is_finance = self.is_worklist or any(report in path.name for report in FINANCE_REPORTS.values())
        self.to = [address.addr_spec for address in self.message["To"].addresses]

    @property
    def html_words(self):
        """What a reader of the HTML part sees."""
        body = re.sub(r"(?s)<!--.*?-->|<head>.*?</head>", " ", self.html)
        body = re.sub(r'<img[^>]* alt="([^"]*)"[^>]*>', r" \1 ", body)  # or who hears it
        body = re.sub(r"<[^>]+>", " ", body)
        for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")):
            body = body.replace(name, sign)
        return " ".join(body.split())


@functools.lru_cache(maxsize=None)
def demo():
    return Demo()


def lines(day=None):
    return [line for line in TRUTH["lines"] if day is None or line["day"] == day]


def states_on(line, day):
    """The states that are right at the end of a day."""
    known = [number for number in line["later"] if int(number) <= day]
    return line["later"][max(known)] if known and day > line["day"] else line["state"]


def grouped(amount):
    return f"{Decimal(amount):,.2f}"


AMOUNT = re.compile(r"(?<![\w.,])-?\d{1,3}(?:,\d{3})*\.\d{2}(?![\w])")
DOCUMENT = re.compile(r"HY\d{8}")


def amounts_in(text):
    return {found.replace(",", "") for found in AMOUNT.findall(text)}
