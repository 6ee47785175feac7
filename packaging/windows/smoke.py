#!/usr/bin/env python3
"""The installer and the service under Wine: installed, run for a day of the demo company, removed; every step is checked.

  smoke.py SETUP [--settled LINUX_BINARY] [--keep]

The day's ledger comes through ODBC (the host's SQLite driver), mails are written to a folder. With --settled the same day is
run by that Linux binary and the two must have written the same mails. Wine is no Windows: what it lacks is listed in
docs/windows.md. Nothing outside a temporary folder is touched; every call has a limit.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-18"
CALL_SECONDS = 120
SERVICE_SECONDS = 150


class Smoke:
    def __init__(self, setup, keep):
        self.setup, self.keep = setup, keep
        self.folder = Path(tempfile.mkdtemp(prefix="settled-wine-"))
        self.prefix = self.folder / "prefix"
        self.drive = self.prefix / "drive_c"
        self.program = self.drive / "Program Files/settled/bin/settled.exe"
        self.data = self.drive / "ProgramData/settled"
        self.environment = {**os.environ, "WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8",
                            "WINEDLLOVERRIDES": "mscoree,mshtml="}
        self.environment.pop("DISPLAY", None)
        self.done = self.failed = 0

    def check(self, what, good, words=""):
        self.done += 1
        self.failed += 0 if good else 1
        print(f"{'ok  ' if good else 'FAIL'} {what}" + (f": {words.strip()[-600:]}" if words and not good else ""), flush=True)
        return good

    def wine(self, *words, seconds=CALL_SECONDS, extra=None, data=None):
        """Exit status and both outputs. A file takes the output: a service that outlives the call would hold a pipe open."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as entered:
            if data is not None:
                entered.write(data.encode())
                entered.seek(0)
            try:
                status = subprocess.run(["wine", *map(str, words)], env={**self.environment, **(extra or {})}, stdout=out,
                                        stderr=subprocess.STDOUT, timeout=seconds, check=False,
                                        stdin=entered if data is not None else subprocess.DEVNULL).returncode
            except subprocess.TimeoutExpired:
                status = -1
            out.seek(0)
            return status, out.read().decode("utf-8", "replace")

    def settled(self, *words, clock=None, config=None, **more):
        extra = {"SETTLED_TEST_CLOCK": clock} if clock else {}
        if config:
            words = ("--config", config, *words)
        return self.wine(self.program, *words, extra=extra, **more)

    def until(self, what, test, seconds=SERVICE_SECONDS):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if test():
                return self.check(what, True)
            time.sleep(0.3)
        return self.check(what, False, "not within %d s; %s" % (seconds, self.log()[-500:]))

    def log(self):
        file = self.data / "logs/settled.log"
        return file.read_text("utf-8", "replace") if file.exists() else "no log"

    def state(self):
        status, words = self.wine("sc", "query", "settled")
        for name in ("RUNNING", "STOPPED", "PAUSED", "START_PENDING", "STOP_PENDING"):
            if name in words:
                return name
        return f"{status}: {words}"

    def begin(self):
        status = subprocess.run(["wineboot", "-i"], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, timeout=240, check=False).returncode
        # The service's environment is the machine's: the demo's day, which goes on 60 times as fast as time.
        place = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
        for name, value in (("SETTLED_TEST_CLOCK", f"{DAY}T09:58:00+08:00"), ("SETTLED_TEST_CLOCK_SPEED", "60")):
            self.wine("reg", "add", place, "/v", name, "/d", value, "/f")
        subprocess.run(["wineserver", "-k"], env=self.environment, timeout=60, check=False)
        subprocess.run(["wineserver", "-w"], env=self.environment, timeout=60, check=False)
        subprocess.run(["wineserver", "-p"], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=60, check=False)
        subprocess.run(["wine", "cmd", "/c", "exit"], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=120, check=False)
        self.check("a Windows of its own", status == 0)

    def configure(self, folder, release_actor=None):
        """The demo's configuration in `folder`, with a schedule; the data lies where the host's ODBC driver finds it too."""
        text = (ROOT / "demo/settled.toml").read_text("utf-8").replace("@FOLDER@", str(folder))
        text += '\n[schedule]\nmorning = { job = "cycle", at = ["10:00"] }\n\n[log]\nfolder = "logs"\n'
        if release_actor:
            text = text.replace('actor = "wang"', f'actor = "{release_actor}"')
        return text

    def make_day(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bank").mkdir(exist_ok=True)
        subprocess.run([sys.executable, "-B", ROOT / "demo/make_company.py", "--out", folder, "--day", "1"], check=True, timeout=120)

    def install(self):
        status, words = self.wine(self.setup, "/S")
        self.check("the installer runs silently", status == 0, f"{status} {words}")
        self.check("the program is there", self.program.exists())
        status, words = self.settled("--version")
        self.check("it says its version", status == 0 and words.startswith("settled "), words)
        status, words = self.settled("plugins")
        self.check("it reads its plugins", status == 0 and "ledger_odbc" in words and "notify_folder" in words, words)
        status, words = self.wine("sc", "query", "settled")
        self.check("the service is registered", status == 0 and "settled" in words, words)
        status, words = self.wine("reg", "query", r"HKLM\SYSTEM\CurrentControlSet\Services\settled", "/v", "ImagePath")
        self.check("its command line is quoted", r'"C:\Program Files\settled\bin\settled.exe" --config' in words, words)
        status, words = self.settled("service", "install")
        self.check("installing the service again changes nothing for the worse", status == 0 and "changed" in words, words)
        status, words = self.wine("reg", "query", r"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\settled")
        self.check("the event log knows the source", "EventMessageFile" in words, words)

    def check_secret(self):
        status, words = self.settled("secret", "set", "sms", data="geheim 密码\n")
        self.check("a secret is set", status == 0, words)
        kept = self.data / "secrets/sms"
        self.check("it is not on the disk in clear", kept.exists() and "geheim".encode() not in kept.read_bytes())
        status, words = self.settled("secret", "list")
        self.check("it is listed", status == 0 and "sms" in words and "geheim" not in words, words)

    def day(self):
        self.data.mkdir(parents=True, exist_ok=True)
        self.make_day(self.data)
        (self.data / "settled.toml").write_text(self.configure(self.data), "utf-8")
        (self.data / "release.toml").write_text(self.configure(self.data, "li"), "utf-8")
        status, words = self.settled("check", "--offline", clock=f"{DAY}T09:50:00+08:00")
        self.check("the configuration is sound", status == 0, words)
        status, words = self.wine("net", "start", "settled")
        self.check("the service starts", status == 0, words)
        self.until("it runs", lambda: self.state() == "RUNNING", 60)
        self.until("at 10:00 it has done a whole cycle through ODBC", lambda: "morning" in self.log() and ": done" in self.log())
        mails = sorted(file.name for file in (self.data / "mails").glob("*.eml"))
        self.check("the daily mails are written", sum("daily" in name for name in mails) == 3, str(mails))
        status, words = self.settled("service", "reload")
        self.check("it is asked to read its configuration again", status == 0, words)
        self.until("and does", lambda: "was read again" in self.log(), 30)

    def letters(self):
        config = r"C:\ProgramData\settled\release.toml"
        status, words = self.settled("outbox", "release", "all", clock=f"{DAY}T10:30:00+08:00", config=config)
        self.check("a second person releases the letters", status == 0, words)
        status, words = self.settled("deliver", clock=f"{DAY}T10:35:00+08:00")
        self.check("they are delivered", status == 0, words)
        return sorted(file.name for file in (self.data / "mails").glob("*.eml"))

    def linux_day(self, binary):
        folder = self.folder / "linux"
        self.make_day(folder)
        for name, actor in (("settled.toml", None), ("release.toml", "li")):
            (folder / name).write_text(self.configure(folder, actor), "utf-8")
        for hour, name, words in (("10:00", "settled.toml", ["cycle"]), ("10:30", "release.toml", ["outbox", "release", "all"]),
                                  ("10:35", "settled.toml", ["deliver"])):
            subprocess.run([binary, "--config", folder / name, *words], timeout=CALL_SECONDS, check=False, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, env={**os.environ, "SETTLED_TEST_CLOCK": f"{DAY}T{hour}:00+08:00"})
        return sorted(file.name for file in (folder / "mails").glob("*.eml"))

    def remove(self):
        status, words = self.wine("net", "stop", "settled")
        self.check("the service stops", status == 0, words)
        self.until("it has stopped", lambda: self.state() == "STOPPED", 30)
        self.check("in good order", "stopped" in self.log(), self.log()[-300:])
        uninstaller = self.program.parents[1] / "uninstall.exe"
        status, words = self.wine(uninstaller, "/S") # goes on in a copy of itself
        self.check("the uninstaller runs silently", status == 0, f"{status} {words}")
        self.until("the program is gone", lambda: not self.program.exists(), 60)
        status, words = self.wine("sc", "query", "settled")
        self.check("the service is gone", status != 0, words)
        self.check("the data is still there", (self.data / "settled.toml").exists() and (self.data / "state/settled.db").exists())

    def end(self):
        subprocess.run(["wineserver", "-k"], env=self.environment, timeout=60, check=False)
        if self.keep:
            print(f"kept: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("setup", type=Path)
    parser.add_argument("--settled", type=Path)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    begun = time.monotonic()
    smoke = Smoke(options.setup.resolve(), options.keep)
    try:
        smoke.begin()
        smoke.install()
        smoke.check_secret()
        smoke.day()
        letters = smoke.letters()
        smoke.check("colleagues have their work lists", any("worklist" in name for name in letters), str(letters))
        if options.settled:
            same = smoke.linux_day(options.settled.resolve())
            smoke.check(f"the {len(same)} mails are those that Linux writes", same == letters, f"{same} {letters}")
        smoke.remove()
    finally:
        smoke.end()
    print(f"smoke: {smoke.done - smoke.failed} of {smoke.done} steps under Wine, in {time.monotonic() - begun:.0f} s")
    return 1 if smoke.failed else 0


if __name__ == "__main__":
    sys.exit(main())
