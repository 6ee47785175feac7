#!/usr/bin/env python3
"""Plays a scenario and compares what the program says with what a bookkeeper expects, byte for byte.

  run_scenario.py SETTLED FOLDER            plays FOLDER/steps and compares with FOLDER/expected.txt
  run_scenario.py SETTLED FOLDER --write    writes FOLDER/expected.txt; read it before you keep it

FOLDER/steps holds one line per step; everything else in the folder is what the world hands in:
  # a remark, repeated in expected.txt
  hand in NAME                              FOLDER/NAME/ledger and FOLDER/NAME/inbox are copied over the company's
  2026-11-18T10:00 settled matches          the command at that moment, Shanghai time
The configuration is FOLDER/settled.toml, else the one beside this file.
"""
import difflib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS_MAX = 300


def play(program, scenario, company):
    own = scenario / "settled.toml"
    shutil.copy(own if own.exists() else Path(__file__).parent / "settled.toml", company / "settled.toml")
    (company / "inbox").mkdir()
    (company / "ledger").mkdir()
    told = []
    for line in (scenario / "steps").read_text(encoding="utf-8").splitlines():
        words = [] if line.startswith("#") else shlex.split(line)
        if not words:
            told.append(line)
        elif words[:2] == ["hand", "in"]:
            shutil.copytree(scenario / words[2], company, dirs_exist_ok=True)
            told.append(f"> {line}")
        elif words[1] == "settled":
            done = subprocess.run([program, "--config", company / "settled.toml", "--log-level", "warning", *words[2:]],
                                  env={**os.environ, "SETTLED_TEST_CLOCK": words[0] + ":00+08:00"}, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS_MAX, check=False)
            told.append(f"> {line}")
            told += [part.rstrip() for part in done.stdout.replace(str(company), "FOLDER").splitlines()]
            told += [f"exit status {done.returncode}"] if done.returncode else []
            told.append("")
        else:
            raise SystemExit(f"{scenario}/steps: not a step: {line}")
    return "\n".join(told).rstrip() + "\n"


def main():
    program, scenario = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="settled-scenario-") as company:
        found = play(program, scenario, Path(company))
    file = scenario / "expected.txt"
    if "--write" in sys.argv[3:]:
        file.write_text(found, encoding="utf-8")
        return 0
    expected = file.read_text(encoding="utf-8")
    if found == expected:
        print(f"{scenario.name}: as expected, {found.count('> ')} steps; 1 passed, 0 failed")
        return 0
    sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), found.splitlines(True), "expected", "found"))
    print(f"{scenario.name}: 0 passed, 1 failed")
    return 1


if __name__ == "__main__":
    sys.exit(main())
