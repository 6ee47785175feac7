#!/usr/bin/env python3
"""What `settled run` becomes over the years: the main job of the demo company again and again, with the clock moved on.

  soak.py [--build build/release] [--cycles 100] [--idle-seconds 30] [--minutes-max 240]

The service runs on a clock that is fast enough for the next cycle to be due when one has ended. Its resident memory and its descriptors
are looked at after the first twentieth of the cycles and at the end, between two jobs. Then a service with nothing to do is watched for a
while. 5000 cycles are the full measure (about 0.8 s each on a processor of its own). Where the minutes do not suffice, it says how many
cycles there were. How it stands is told on standard error after each tenth, and of each job that failed what was said last before it, at
the end. Exit status 1 when a figure is over its limit."""
import argparse
import collections
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from measured import SOURCE

GROWTH_PERCENT_MAX, IDLE_MIB_MAX, IDLE_PERCENT_MAX = 5.0, 15.0, 0.1
LINES_BEFORE_FAILURE, REASONS_MAX = 12, 50  # what the service said last before it said that a job failed
FAILED = "tried again|left alone"
REST_SECONDS_MAX = 120  # until a running cycle has ended
BEGIN, SPEED = "2026-11-18T10:00:00+08:00", 600
BUSY = '[schedule]\nwork = { job = "cycle", every_minutes = 1 }\nbackup = { job = "backup", at = ["02:00"] }\n'
IDLE = '[schedule]\nwork = { job = "cycle", at = ["03:00"] }\n'


class Service:
    def __init__(self, settled, folder, schedule, speed):
        text = (folder / "settled.toml").read_text(encoding="utf-8")
        self.file = folder / "soak.toml"
        self.file.write_text(text.replace("[test]", schedule + "[test]"), encoding="utf-8")
        self.ended, self.failed, self.reloads_seen = 0, 0, 0
        self.said, self.reasons = collections.deque(maxlen=LINES_BEFORE_FAILURE), []
        environment = {**os.environ, "SETTLED_TEST_CLOCK": BEGIN, "SETTLED_TEST_CLOCK_SPEED": str(speed)}
        self.process = subprocess.Popen([settled, "--config", self.file, "--log-level", "error", "run"], env=environment, text=True,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stderr:
            if re.search(r"work/\S+: done", line):
                self.ended += 1
            elif "the configuration was read again" in line:
                self.reloads_seen += 1
            elif re.search(FAILED, line):
                self.failed += 1
                if len(self.reasons) < REASONS_MAX:
                    self.reasons.append(f"after {self.ended} cycles: {line.rstrip()}\n" + "".join(f"  before it: {each}\n" for each in self.said))
            self.said.append(line.rstrip())

    def resident_kib(self):
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text()).group(1))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def looked_at(self):
        """With no job at work: it is given a schedule with nothing in it for now, and the old one again."""
        busy = self.file.read_text(encoding="utf-8")
        self.reload(busy.replace(BUSY, IDLE))
        looks, until = [], time.monotonic() + REST_SECONDS_MAX
        while len(looks) < 10 and time.monotonic() < until:
            time.sleep(0.02)
            if self.is_alone():
                looks.append((self.resident_kib(), self.descriptors()))
        if not looks:
            sys.exit(f"a job never ended within {REST_SECONDS_MAX} s")
        self.reload(busy)
        return min(kib for kib, _ in looks), min(count for _, count in looks)

    def reload(self, text):
        self.file.write_text(text, encoding="utf-8")
        seen, until = self.reloads_seen, time.monotonic() + REST_SECONDS_MAX
        self.process.send_signal(signal.SIGHUP)
        while self.reloads_seen == seen and time.monotonic() < until:
            time.sleep(0.01)

    def is_alone(self):
        pid = self.process.pid
        return not Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    def processor_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_for(self, cycles, until):
        while self.ended < cycles and time.monotonic() < until:
            if self.process.poll() is not None:
                sys.exit("\n".join([f"the service ended with {self.process.returncode} after {self.ended} cycles", *self.said]))
            time.sleep(0.2)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--build", default="build/release")
    words.add_argument("--cycles", type=int, default=100)
    words.add_argument("--idle-seconds", type=int, default=30)
    words.add_argument("--minutes-max", type=float, default=240)
    given = words.parse_args()
    settled = str(Path(given.build).resolve() / "bin" / "settled")
    folder = Path(tempfile.mkdtemp(prefix="settled-soak-"))
    try:
        subprocess.run([sys.executable, SOURCE / "demo" / "make_company.py", "--out", folder, "--day", "1"], check=True)
        text = (SOURCE / "demo" / "settled.toml").read_text(encoding="utf-8").replace("@FOLDER@", str(folder))
        (folder / "settled.toml").write_text(text, encoding="utf-8")
        begun = time.monotonic()
        service = Service(settled, folder, BUSY, SPEED)
        until = begun + 60 * given.minutes_max
        service.wait_for(max(3, given.cycles // 20), until)
        first_kib, first_descriptors = service.looked_at()
        for tenth in range(1, 11):
            service.wait_for(given.cycles * tenth // 10, until)
            last_kib, last_descriptors = service.looked_at()
            print(f"{service.ended} cycles in {time.monotonic() - begun:.0f} s: {last_kib / 1024:.2f} MiB, {last_descriptors} descriptors",
                  file=sys.stderr, flush=True)
        seconds, cycles, failed = time.monotonic() - begun, service.ended, service.failed
        stopped = service.stop()
        for reason in service.reasons:
            print(f"failed {reason}", end="")
        growth = 100 * (last_kib - first_kib) / first_kib
        store = (folder / "state" / "settled.db").stat().st_size / (1 << 20)
        print(f"{cycles} of {given.cycles} cycles in {seconds:.0f} s, {failed} failed: resident memory {first_kib / 1024:.1f} MiB, then {last_kib / 1024:.1f} MiB "
              f"({growth:+.1f} %, limit {GROWTH_PERCENT_MAX:+.0f} %); descriptors {first_descriptors}, then {last_descriptors} (limit +0); "
              f"store {store:.1f} MiB; ended with {stopped}")
        idle = Service(settled, folder, IDLE, 1)
        time.sleep(5)  # its first look at the store's health is done
        before = idle.processor_seconds()
        time.sleep(given.idle_seconds)
        used = 100 * (idle.processor_seconds() - before) / given.idle_seconds
        idle_mib = idle.looked_at()[0] / 1024
        idle.stop()
        print(f"idle: {idle_mib:.1f} MiB resident (limit {IDLE_MIB_MAX:.0f}), {used:.2f} % of a processor (limit {IDLE_PERCENT_MAX})")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if growth < GROWTH_PERCENT_MAX and last_descriptors <= first_descriptors and failed == 0 and stopped == 0 and
             idle_mib < IDLE_MIB_MAX and used <= IDLE_PERCENT_MAX else 1)


if __name__ == "__main__":
    main()
