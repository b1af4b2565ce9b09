"""The compiled kernel says the same as the Python beside it, and does without being there."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.levelling import native
from rapport.engine.levelling.direction import directions
from rapport.engine.levelling.genetic import Search
from rapport.engine.levelling.native import CompiledSearch
from rapport.engine.levelling.problem import Problem, Resource
from rapport.engine.levelling.rules import rules
from rapport.engine.native import library
from tests.services import absent

from .problems import one_mode_problems, work


@pytest.fixture(scope="module")
def kernel():
    if not library.build(native.SOURCE):
        absent("a C compiler")
    native.kernel.cache_clear()
    assert native.kernel()


def both(problem, *, seed, size, schedules, bound=0):
    course = directions(problem)
    found = []
    for kind in (Search, CompiledSearch):
        search = kind(course, rules(course.forward), bound, size, seed)
        search.run(schedules // 2)
        search.run(schedules)
        found.append((search.made, search.best, search.starts))
    return found


@settings(max_examples=60, deadline=None)
@given(one_mode_problems(), st.integers(0, 2**70), st.integers(2, 9), st.integers(0, 30))
def test_compiled_and_python_find_the_same(kernel, problem, seed, size, bound):
    python, compiled = both(problem, seed=seed, size=size, schedules=80, bound=bound)
    assert python == compiled


def test_they_find_the_same_where_capacities_do_not_fit_one_word(kernel):
    # The first resource hardly ever binds; of the second two never fit, by its lowest bits.
    needs = [(2 * 10**8 * (k % 3), 3 * 10**9 // 2 + k) for k in range(20)]
    works = tuple(work(300 + 97 * k % 400, *need) for k, need in enumerate(needs))
    problem = Problem(works, resources=(Resource(3 * 10**9), Resource(3 * 10**9)))
    python, compiled = both(problem, seed=1, size=10, schedules=200)
    assert python == compiled


def test_they_find_the_same_after_giving_up_populations(kernel):
    works = tuple(work(k * 7 % 5 + 1, k * 5 % 3 + 1, k * 3 % 4) for k in range(14))
    problem = Problem(works, resources=(Resource(4), Resource(4)))
    found = [both(problem, seed=seed, size=3, schedules=1500) for seed in range(3)]
    assert all(python == compiled for python, compiled in found)


def test_without_a_compiler_building_does_nothing(monkeypatch, tmp_path):
    source = _copy(tmp_path)
    monkeypatch.setattr(library.shutil, "which", lambda name: None)
    assert library.build(source) is None
    assert [one.name for one in tmp_path.iterdir()] == ["kernel.c"]


def test_a_source_that_does_not_compile_leaves_nothing_behind(tmp_path):
    assert library.build(_copy(tmp_path, "no C at all")) is None
    assert [one.name for one in tmp_path.iterdir()] == ["kernel.c"]


def test_a_kernel_of_another_source_is_not_loaded_and_swept_away(kernel, tmp_path):
    source = _copy(tmp_path)
    old = library.build(source)
    source.write_text(source.read_text() + "/* other */\n")
    assert not library.compiled(source).exists()
    assert library.build(source) != old
    assert not old.exists()


def test_the_set_up_step_is_quiet():
    done = subprocess.run(
        [sys.executable, "-m", "rapport.engine.native"], capture_output=True, check=True
    )
    assert done.stdout == done.stderr == b""


def _copy(folder, text=None):
    source = folder / "kernel.c"
    source.write_text(text or native.SOURCE.read_text())
    return source
