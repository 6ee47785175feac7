#!/usr/bin/env python3
"""Compares everything a plugin reads from the repository's own files with readings that were checked by hand.

  golden.py [--write] STATEMENT_JSON PLUGIN.so FILES_DIR GOLDEN_DIR

Every FILES_DIR/NAME has a GOLDEN_DIR/NAME.json. --write makes them anew: then read every line of the difference.
"""
import argparse
import difflib
import os
import subprocess
import sys


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("--write", action="store_true")
    reader.add_argument("program")
    reader.add_argument("plugin")
    reader.add_argument("files")
    reader.add_argument("golden")
    arguments = reader.parse_args()
    names = sorted(name for name in os.listdir(arguments.files) if not name.endswith(".expected"))
    known = {name.removesuffix(".json") for name in os.listdir(arguments.golden)} if os.path.isdir(arguments.golden) else set()
    failed = not names
    for name in names:
        found = subprocess.run([os.path.abspath(arguments.program), os.path.abspath(arguments.plugin), name], cwd=arguments.files,
                               stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
        path = os.path.join(arguments.golden, name + ".json")
        if arguments.write:
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(found)
            continue
        if name not in known:
            failed = True
            print(f"{name}: no reading of it was checked by hand")
            continue
        with open(path, encoding="utf-8") as stream:
            wanted = stream.read()
        if found != wanted:
            failed = True
            sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True), found.splitlines(True), path, "found"))
    for name in known - set(names):
        failed = True
        print(f"{name}: the golden reading has no file")
    if not failed:
        print(f"{len(names)} files read as checked by hand")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
