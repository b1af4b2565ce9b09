"""What only levelling or a workbook needs is no burden for every process."""

from tests.living import Home

LOADED = """
import sys
from django.urls import get_resolver
get_resolver().url_patterns
print({"openpyxl", "ortools", "pandas", "scipy"} & {name.partition(".")[0] for name in sys.modules})
"""


def test_no_process_loads_a_solver_or_a_reader_of_workbooks_before_a_plan_asks_for_it(tmp_path):
    assert Home(tmp_path / "home").python(LOADED).strip() == "set()"
