#!/usr/bin/env python3
"""A line of settled, completed by the shells themselves: every command that --help lists is offered in bash, zsh and fish."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import company

SECONDS_MAX = 120


def said(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=SECONDS_MAX, **more).stdout


def commands_below(*path):
    """Of --help, not of what is tested: "  name   what it does" in the part Subcommands."""
    text = said(company.SETTLED, *path, "--help")
    if f"Usage: {' '.join(('settled', *path))} " not in text:  # what follows a customer's name is only reached behind one
        return []
    part = text.partition("Subcommands:")[2]
    return [match.group(1) for match in re.finditer(r"^  ([a-z][a-z-]*)\b", part, re.MULTILINE)]


def every_path():
    """Each line of commands that has commands of its own, and they."""
    found, waiting = {}, [()]
    while waiting:
        path = waiting.pop()
        below = commands_below(*path)
        if below:
            found[path] = below
            waiting += [(*path, name) for name in below]
    return found


# $1: the script; then the words before the one to be completed. What is offered, one a line.
BASH = """
source "$1"; shift
COMP_WORDS=(settled "$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
compopt() { :; }
_settled
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """
compdef() { :; }
script=$1; shift
_files() { print FILE; }
compadd() { shift; print -l -- $@; }
_describe() { local each; for each in $found; do print -r -- ${${each%%[^\\\\]:*}}${${(M)each#*[^\\\\]:}[-2]}; done }
source $script
words=(settled "$@"); CURRENT=$#words
_settled || true
"""


class Completion(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-completion-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def script(self, shell):
        file = self.folder / f"script.{shell}"
        file.write_text(said(company.SETTLED, "completion", shell), encoding="utf-8")
        return file

    def offered(self, shell, *words):
        if not shutil.which(shell):
            self.skipTest(f"{shell} is not installed")
        file = self.script(shell)
        if shell == "fish":
            line = " ".join(("settled", *words))
            text = said("fish", "--no-config", "-c", f"source {file}; complete -C '{line}'", env={**os.environ, "HOME": str(self.folder)})
            return {each.split("\t")[0] for each in text.splitlines()}
        if shell == "zsh":
            return set(said("zsh", "-f", "-c", ZSH, "zsh", file, *words).splitlines())
        return set(said("bash", "--norc", "-c", BASH, "bash", file, *words).splitlines())

    def hold(self, shell):
        commands = missing = 0
        for path, below in every_path().items():
            offered = self.offered(shell, *path, "")
            commands += len(below)
            missing += len(set(below) - offered)
            self.assertEqual(set(below) - offered, set(), (shell, path, offered))
        self.assertGreater(commands, 60)
        self.assertIn("--kind", self.offered(shell, "report", "-" if shell != "fish" else "--"))
        self.assertIn("--config", self.offered(shell, "report", "-" if shell != "fish" else "--"))
        self.assertEqual({"daily", "month", "quarter"} - self.offered(shell, "report", "--kind", ""), set())
        self.assertNotIn("act", self.offered(shell, ""))
        print(f"{shell}: {commands} commands offered, {missing} missing")

    def test_bash_offers_every_command(self):
        self.hold("bash")

    def test_zsh_offers_every_command(self):
        self.hold("zsh")

    def test_fish_offers_every_command(self):
        self.hold("fish")


if __name__ == "__main__":
    company.main(sys.modules[__name__])
