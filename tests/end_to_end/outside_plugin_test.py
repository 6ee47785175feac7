#!/usr/bin/env python3
"""A plugin that is built outside this tree: the kit is installed, the example of its README is a project of its own that
finds it, and the program loads what came out and pulls a ledger through it."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
SETTLED = Path(os.environ["SETTLED"]).resolve()
BUILD = SETTLED.parents[1]
SECONDS_MAX = 300
CONFIGURATION = """schema = 1
[store]
url = "sqlite:state/settled.db"
[company.demo]
legal_name = { en = "Demo Trading Ltd." }
currency = "CNY"
time_zone = "Asia/Shanghai"
[ledger.list]
company = "demo"
plugin = "ledger_simple_list"
file = "items.txt"
"""


def block(language, containing):
    """The README's code block of this language that holds these words."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", (SOURCE / "plugins/sdk/README.md").read_text(encoding="utf-8"), re.M | re.S)
    return next(text for text in blocks if containing in text)


class OutsidePlugin(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-outside-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_program(self, *words):
        run = subprocess.run([str(word) for word in words], cwd=self.folder, capture_output=True, text=True, timeout=SECONDS_MAX, check=False)
        self.assertEqual(run.returncode, 0, f"{words}\n{run.stdout}\n{run.stderr}")
        return run.stdout

    def build(self):
        prefix, project = self.folder / "kit", self.folder / "project"
        self.run_program("cmake", "--install", BUILD, "--component", "sdk", "--prefix", prefix)
        project.mkdir()
        (project / "ledger_simple_list.cpp").write_text(block("cpp", "SETTLED_PLUGIN(SimpleList)"), encoding="utf-8")
        (project / "CMakeLists.txt").write_text(block("cmake", "find_package(settled-sdk"), encoding="utf-8")
        self.run_program("cmake", "-S", project, "-B", project / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}")
        self.run_program("cmake", "--build", project / "build")
        return project / "build" / "ledger_simple_list.so"

    def install(self, plugin):
        """The program as it would be installed, with this one plugin."""
        for name in ("bin", "plugins"):
            (self.folder / name).mkdir()
        shutil.copy2(SETTLED, self.folder / "bin" / "settled")
        shutil.copy2(plugin, self.folder / "plugins")
        for name in ("lib", "share"):
            (self.folder / name).symlink_to(BUILD / name)
        return self.folder / "bin" / "settled"

    def test_the_example_of_the_readme_is_built_and_pulls_a_ledger(self):
        plugin = self.build()
        exported = [line.split()[-1] for line in self.run_program("nm", "--dynamic", "--defined-only", plugin).splitlines()]
        self.assertEqual([name.split("@")[0] for name in exported if not name.startswith("SETTLED")], ["settled_plugin_1"])
        settled = self.install(plugin)
        listed = json.loads(self.run_program(settled, "plugins", "--format", "json"))
        self.assertEqual([(row["plugin"], row["error"]) for row in listed["rows"]], [("ledger_simple_list", None)])
        self.assertIn("file = ", self.run_program(settled, "plugins", "show", "ledger_simple_list"))
        (self.folder / "settled.toml").write_text(CONFIGURATION, encoding="utf-8")
        (self.folder / "items.txt").write_text("ACME;INV-7;2026-10-31;EUR;985.00\n华远;贷-1;2026-11-02;CNY;-15.5\n", encoding="utf-8")
        for path in (self.folder, self.folder / "settled.toml"):
            path.chmod(path.stat().st_mode & ~0o022)
        self.run_program(settled, "--config", self.folder / "settled.toml", "pull", "--as-of", "2026-11-10")
        aging = self.run_program(settled, "--config", self.folder / "settled.toml", "aging", "--as-of", "2026-11-10", "--format", "json")
        self.assertIn("985.00", aging)


if __name__ == "__main__":
    if re.search(r"^SETTLED_SANITIZE:\w+=.+$", (BUILD / "CMakeCache.txt").read_text(encoding="utf-8"), re.M):
        print("the kit of a build with sanitizers is for no plugin outside it")
        raise SystemExit(77)
    unittest.main()
