#!/usr/bin/env python3
"""The pages of troubleshooting quote the program: every message on them stands in the sources (… for what differs), and both
languages have the same ones."""
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("docs/troubleshooting.md", "docs/troubleshooting.zh-CN.md")
MESSAGES_MIN = 50


def quoted(page):
    return re.findall(r"^\| `([^`]+)` \|", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)


def literals():
    """Every text of the sources, pieces that stand side by side as one."""
    found = []
    for folder in ("agent", "plugins", "connectors"):
        for path in sorted((ROOT / folder).rglob("*.cpp")):
            if not path.name.endswith("_test.cpp"):
                text = re.sub(r'"\s*\n\s*"', "", path.read_text(encoding="utf-8"))
                found += re.findall(r'"((?:[^"\\\n]|\\.)*)"', text)
    return "\n".join(found)


class TroubleshootingPage(unittest.TestCase):
    def test_every_message_is_the_programs_own(self):
        said, pages = literals(), [quoted(page) for page in PAGES]
        print(f"{len(pages[0])} messages on each of {len(pages)} pages")
        self.assertGreaterEqual(len(pages[0]), MESSAGES_MIN)
        self.assertEqual([words for words in pages[0] if words.replace("…", "{}") not in said], [], "on the page, and no longer in the program")
        self.assertEqual(pages[0], pages[1])


if __name__ == "__main__":
    unittest.main()
