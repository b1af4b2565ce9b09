"""Gives the tests a home of their own, before settings are read (loaded by pytest's -p)."""

import os
import tempfile

from tests.messages import compile_stale

if "RAPPORT_HOME" not in os.environ or not os.environ.get("RAPPORT_TESTS_KEEP_HOME"):
    os.environ["RAPPORT_HOME"] = tempfile.mkdtemp(prefix="rapport-tests-")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
compile_stale()
