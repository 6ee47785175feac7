#!/usr/bin/env python3
"""Plays a scenario and compares what the program says with what a bookkeeper expects, byte for byte, in English and Chinese.

  run_scenario.py SETTLED FOLDER            plays FOLDER/steps and compares with FOLDER/expected.txt and expected.zh-CN.txt
  run_scenario.py SETTLED FOLDER --write    writes both; read them before you keep them

FOLDER/steps holds one line per step; everything else in the folder is what the world hands in:
  # a remark, repeated in expected.txt
  #zh 备注                                  the remark as it stands in expected.zh-CN.txt
  hand in NAME                              FOLDER/NAME/ledger and FOLDER/NAME/inbox are copied over the company's
  as NAME                                   this person acts from here on ([test] actor)
  2026-11-18T10:00 settled matches          the command at that moment, Shanghai time, in the company's folder
The configuration is FOLDER/settled.toml, else the one beside this file; its `language` is the played one.
FOLDER/more.toml, where it is there, stands behind the shared configuration.
"""
import difflib
import getpass
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS_MAX = 300
LANGUAGES = {"en": "expected.txt", "zh-CN": "expected.zh-CN.txt"}
CHINESE_REMARK = "#zh "


def configure(scenario, company, language):
    own, more = scenario / "settled.toml", scenario / "more.toml"
    text = (own if own.exists() else Path(__file__).parent / "settled.toml").read_text(encoding="utf-8")
    if more.exists():
        text += more.read_text(encoding="utf-8")
    text, spoken = re.subn(r'^language = "[^"]*"$', f'language = "{language}"', text, count=1, flags=re.MULTILINE)
    if not spoken:
        raise SystemExit(f"{scenario}: the configuration has no line: language = \"{language}\"")
    (company / "settled.toml").write_text(text, encoding="utf-8")


def play(program, scenario, company, language):
    configure(scenario, company, language)
    (company / "inbox").mkdir()
    (company / "ledger").mkdir()
    told = []
    for line in (scenario / "steps").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            chinese = line.startswith(CHINESE_REMARK)
            if chinese == (language == "zh-CN"):
                told.append(line.replace(CHINESE_REMARK, "# ", 1))
            continue
        words = shlex.split(line)
        if not words:
            told.append(line)
        elif words[:2] == ["hand", "in"]:
            shutil.copytree(scenario / words[2], company, dirs_exist_ok=True)
            told.append(f"> {line}")
        elif words[0] == "as":
            settings = company / "settled.toml"
            text, found = re.subn(r'^actor = "[^"]*"$', f'actor = "{words[1]}"', settings.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
            if not found:
                raise SystemExit(f"{scenario}: the configuration has no line: actor = …")
            settings.write_text(text, encoding="utf-8")
            told.append(f"> {line}")
        elif words[1] == "settled":
            done = subprocess.run([program, "--config", company / "settled.toml", "--log-level", "warning", *words[2:]], cwd=company,
                                  env={**os.environ, "SETTLED_TEST_CLOCK": words[0] + ":00+08:00"}, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS_MAX, check=False)
            told.append(f"> {line}")
            seen = done.stdout.replace(str(company), "FOLDER").replace(f'"{getpass.getuser()}"', '"ACCOUNT"')
            told += [part.rstrip() for part in seen.splitlines()]
            told += [f"exit status {done.returncode}"] if done.returncode else []
            told.append("")
        else:
            raise SystemExit(f"{scenario}/steps: not a step: {line}")
    return "\n".join(told).rstrip() + "\n"


def main():
    program, scenario = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    failed = 0
    steps = 0
    for language, name in LANGUAGES.items():
        with tempfile.TemporaryDirectory(prefix="settled-scenario-") as company:
            found = play(program, scenario, Path(company), language)
        file = scenario / name
        if "--write" in sys.argv[3:]:
            file.write_text(found, encoding="utf-8")
            continue
        expected = file.read_text(encoding="utf-8")
        steps += found.count("> ")
        if found != expected:
            failed += 1
            sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), found.splitlines(True), name, f"found ({language})"))
    if "--write" not in sys.argv[3:]:
        print(f"{scenario.name}: {steps} steps in {len(LANGUAGES)} languages; {len(LANGUAGES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
