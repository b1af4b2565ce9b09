"""The hard stops, and the rules of tenancy that code must keep."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from rapport.workspaces.models import ScopedManager
from rapport.workspaces.models.owned import Owned

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "rapport"
FORBIDDEN_NAMES = {"utils", "common", "extras", "helpers", "manager", "misc"}
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, SCRIPT_LINES = 400, 40, 150, 150


def _python() -> Iterator[Path]:
    return (p for p in sorted(PACKAGE.rglob("*.py")) if "migrations" not in p.parts)


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _too_long(paths, limit: int) -> list[str]:
    return [f"{p.relative_to(ROOT)}: {_lines(p)}" for p in paths if _lines(p) > limit]


def test_no_python_file_is_longer_than_400_lines():
    assert _too_long(_python(), FILE_LINES) == []


def test_no_function_is_longer_than_40_lines():
    long = []
    for path in _python():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} {length}")
    assert long == []


def test_no_template_is_longer_than_150_lines():
    assert _too_long(PACKAGE.rglob("*.html"), TEMPLATE_LINES) == []


def test_no_script_is_longer_than_150_lines():
    assert _too_long((ROOT / "frontend").rglob("*.js"), SCRIPT_LINES) == []


def test_no_module_is_named_for_nothing():
    assert [str(p) for p in _python() if p.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("attribute", ["style", "onclick", "onsubmit", "onchange", "onload"])
def test_no_template_has_inline_script_or_style(attribute):
    pattern = re.compile(rf"<[^>]*\s{attribute}\s*=", re.I)
    offenders = [
        str(p.relative_to(ROOT))
        for p in PACKAGE.rglob("*.html")
        if "mail" not in p.parts and pattern.search(p.read_text())
    ]
    assert offenders == []


def test_no_template_holds_a_script_or_style_block():
    pattern = re.compile(r"<style|<script(?![^>]*\bsrc=)", re.I)
    offenders = [
        str(p.relative_to(ROOT))
        for p in PACKAGE.rglob("*.html")
        if "mail" not in p.parts and pattern.search(p.read_text())
    ]
    assert offenders == []


def _own_models():
    return [m for m in apps.get_models() if m.__module__.startswith("rapport.")]


def test_every_owned_model_refuses_to_be_read_outside_a_workspace():
    open_ = [
        m._meta.label
        for m in _own_models()
        if issubclass(m, Owned) and not isinstance(m._default_manager, ScopedManager)
    ]
    assert open_ == []


def test_no_model_has_a_default_order():
    assert [m._meta.label for m in _own_models() if m._meta.ordering] == []


def test_no_own_code_imports_model_signals():
    offenders = [str(p) for p in _python() if "models.signals" in p.read_text()]
    assert offenders == []


def test_only_operations_tasks_and_handlers_write():
    """A view, form, query or template tag that writes is a rule in the wrong place."""
    writes = re.compile(
        r"\.save\((?:\)|update_fields)|\.(?:objects|everywhere)\b(?:\.\w+\([^()]*\))*"
        r"\.(?:create|bulk_create|get_or_create|update_or_create|update|delete)\("
    )
    readers = ("views", "queries", "forms", "templatetags")
    offenders = [
        f"{p.relative_to(ROOT)}: {match.group(0)}"
        for p in _python()
        if any(part in readers or part.removesuffix(".py") in readers for part in p.parts)
        for match in writes.finditer(p.read_text())
    ]
    assert offenders == []
