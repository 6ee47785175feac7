#!/usr/bin/env python3
"""The manual that the program prints of itself: the pages of the repository are those pages, nothing is missing on them, and
troff takes them without a word."""
import re
import shutil
import subprocess
import sys
import tomllib
import unittest
from pathlib import Path

import company
from completion_test import every_path, said

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "config" / "settled.sample.toml"
PAGES = {"en": "settings.md", "zh-CN": "settings.zh-CN.md"}


def manual(*words):
    return said(company.SETTLED, "manual", *words)


def plugins():
    return [match.group(1) for match in re.finditer(r'"plugin":"([a-z0-9_]+)"', said(company.SETTLED, "plugins", "--format", "json"))]


def shown(roff):
    """What a reader sees of it."""
    return said("groff", "-man", "-K", "utf8", "-Tutf8", "-P", "-cbou", "-rLL=1000n", input=roff)


def keys_of(sample):
    """(block, key) of a configuration, as far as the agent's own blocks are named by one word."""
    found = set()
    for block, value in sample.items():
        tables = value if isinstance(value, list) else [value] if not isinstance(value, dict) else None
        if tables is None:
            named = all(isinstance(each, dict) for each in value.values()) and value
            tables = list(value.values()) if named else [value]
        for table in tables:
            if isinstance(table, dict):
                found |= {(block, key) for key in table}
    return found


class Manual(unittest.TestCase):
    def test_the_pages_of_settings_are_what_the_program_prints(self):
        rows = 0
        for language, name in PAGES.items():
            printed = manual("settings", "--language", language)
            page = (ROOT / "docs" / name).read_text(encoding="utf-8")
            self.assertEqual(page, printed, f"docs/{name} is old; make it anew: settled manual settings --language {language} >docs/{name}")
            rows = printed.count("\n| `")
        print(f"settings: {rows} rows in each of {len(PAGES)} languages")
        self.assertGreater(rows, 300)

    def test_every_plugin_and_every_key_of_the_sample_is_on_the_page(self):
        page = manual("settings", "--language", "en")
        sections = {}
        for part in re.split(r"^#+ ", page, flags=re.MULTILINE)[1:]:
            heading, _, body = part.partition("\n")
            sections[heading.strip("`")] = set(re.findall(r"^\| `([^`]+)`", body, flags=re.MULTILINE))
        names = plugins()
        self.assertGreater(len(names), 15)
        self.assertEqual([name for name in names if name not in sections], [])
        of_plugins = {key for name in names for key in sections[name]}
        keys = keys_of(tomllib.loads(SAMPLE.read_text(encoding="utf-8")))
        missing = []
        for block, key in sorted(keys):
            heading = next((each for each in sections if re.fullmatch(rf"\[+{block}(\.NAME)?\]+", each)), None)
            self.assertIsNotNone(heading, block)
            if key not in sections[heading] and key not in of_plugins:
                missing.append((block, key))
        print(f"sample: {len(keys)} keys, {len(missing)} not on the page; {len(names)} plugins")
        self.assertGreater(len(keys), 100)
        self.assertEqual(missing, [])

    def test_every_command_and_option_is_in_settled_1(self):
        if not shutil.which("groff"):
            self.skipTest("groff is not installed")
        lines = shown(manual("commands")).partition("\nCOMMANDS\n")[2].splitlines()
        commands = options = 0
        for path, below in every_path().items():
            for name in below:
                words = " ".join(("settled", *path, name))
                typed = "( [A-Z|]+)* ".join(("settled", *path, name))  # a customer's name may stand between two words
                at = [number for number, line in enumerate(lines) if re.match(rf"\s+{typed}( |$)", line)]
                self.assertTrue(at, words)
                commands += 1
                text = said(company.SETTLED, *path, name, "--help")
                if f"Usage: {words} " not in text:
                    continue
                until = next((number for number in range(at[0] + 1, len(lines)) if re.match(r" {1,9}\S", lines[number])), len(lines))
                part = "\n".join(lines[at[0] : until])
                for option in re.findall(r"^  (?:-\w,)?(--[a-z-]+)", text, flags=re.MULTILINE):
                    if option != "--help":
                        self.assertRegex(part, rf"(?m)^\s+(-+[\w-]+, )*{option}(,| |$)", words)
                        options += 1
        print(f"settled(1): {commands} commands, {options} options of theirs")
        self.assertGreater(commands, 80)
        self.assertGreater(options, 80)

    def test_no_page_makes_troff_complain(self):
        if not shutil.which("groff"):
            self.skipTest("groff is not installed")
        texts = {words: manual(*words) for words in (("commands",), ("configuration", "--language", "en"), ("configuration", "--language", "zh-CN"))}
        for file in (ROOT / "packaging" / "man").iterdir():
            texts[(file.name,)] = file.read_text(encoding="utf-8")
        for words, text in texts.items():
            done = subprocess.run(("groff", "-man", "-ww", "-z", "-K", "utf8", "-Tutf8"), input=text, capture_output=True, text=True, check=True, timeout=60)
            self.assertEqual(done.stderr, "", words)
        print(f"{len(texts)} manual pages, 0 complaints")


if __name__ == "__main__":
    company.main(sys.modules[__name__])
