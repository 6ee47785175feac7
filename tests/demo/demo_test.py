#!/usr/bin/env python3
"""What the product promises, on the demo company: demo/run.sh runs once, and everything it leaves is read."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
import company  # noqa: E402
import demo_company  # noqa: E402
from explain_test import *  # noqa: E402,F401,F403
from finance_mail_test import *  # noqa: E402,F401,F403
from letters_test import *  # noqa: E402,F401,F403
from matches_test import *  # noqa: E402,F401,F403
from workbook_test import *  # noqa: E402,F401,F403


def tearDownModule():
    demo_company.demo().remove()


if __name__ == "__main__":
    company.main(sys.modules[__name__])
