"""What every measurement here needs: where things are, and one process with what it cost."""
import os
import pathlib
import subprocess

SOURCE = pathlib.Path(__file__).resolve().parent.parent
SHARED = SOURCE.parent / "shared" / "bench"  # generators, limits and peers, where they are beside the project


class Run:
    """One process, its children included: processor seconds, peak in MiB, what it printed, exit status."""

    def __init__(self, command, keep_output=False, show_errors=False, environment=None, errors=None):
        with subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE if keep_output else subprocess.DEVNULL,
                              stderr=errors or (None if show_errors else subprocess.DEVNULL), env={**os.environ, **(environment or {})}) as process:
            self.output = process.stdout.read().decode() if keep_output else ""
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.status, self.cpu, self.peak = process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
