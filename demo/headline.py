#!/usr/bin/env python3
"""Prints the first six lines of a finance mail, folded to the terminal: headline.py MAIL.eml"""
import email
import email.policy
import shutil
import sys
import textwrap

LINES = 6
INDENT = 2


def main():
    with open(sys.argv[1], "rb") as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    text = "\n".join(mail.get_body(("plain",)).get_content().splitlines())
    lines = [line for line in text.split("\n\n", 2)[1].splitlines() if line.strip()][:LINES]
    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    for line in lines:
        print(textwrap.fill(line, width, initial_indent=" " * INDENT, subsequent_indent=" " * 3 * INDENT))


if __name__ == "__main__":
    main()
