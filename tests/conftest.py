"""The standing cast and the ground every test stands on."""

import gc
import os
import threading
import time
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime
from types import SimpleNamespace

import hypothesis
import pytest
from django.conf import settings as configured
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.test import Client as Browser
from django.test import client as django_client
from django.test.utils import ContextList
from django.urls import get_resolver

from rapport.accounts import limits
from rapport.accounts.models import Member, User
from rapport.accounts.sessions import SessionStore
from rapport.clients.models import Client, Contact
from rapport.events.worker import Worker
from rapport.lib.roles import Role
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
from tests.builders import Make
from tests.prepared import copied, drop_template, prepare

# As the server has it (config/asgi.py).
COLLECT_EVERY = (20_000, 10, 10)
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)

# No test is judged by how busy the machine is.
hypothesis.settings.register_profile(
    "patient",
    parent=hypothesis.settings.default,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("patient")


def pytest_addoption(parser):
    parser.addoption(
        "--database-only", action="store_true", help="leave out tests that ask no database"
    )


def pytest_collection_modifyitems(config, items):
    """What asks no database, or starts a Rapport that has its own, need not run on each engine."""
    if not config.getoption("--database-only"):
        return
    asking = [item for item in items if _asks_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_database(item)])
    items[:] = asking


def _asks_database(item) -> bool:
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session", autouse=True)
def _one_window():
    """No hour ends between the tries that a test counts."""
    begun = time.time()
    limits.time = SimpleNamespace(time=lambda: begun)


@pytest.fixture(autouse=True)
def _quick_and_quiet(settings, tmp_path):
    """Fast hashing, a private cache, files in a folder of the test's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(tmp_path),
        }
    }
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Else each browser of a test walks over every static file at its first request.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Tables are made once a run; each process copies them."""
    # Loading the routes registers what apps offer, as it does in each process of the product.
    get_resolver().url_patterns  # noqa: B018
    with copied(configured.DATABASES["default"], tmp_path_factory):
        yield


@pytest.fixture
def workspace(db) -> Workspace:
    return Make.workspace("Fernhill Studio", "fernhill")


@pytest.fixture
def scope(workspace) -> Iterator[None]:
    """The test works inside the workspace."""
    with open_workspace(workspace.pk):
        yield


@pytest.fixture
def make(workspace, scope) -> Make:
    """Builders for the test's workspace."""
    return Make(workspace)


def _member(role: Role):
    @pytest.fixture(name=role.value)
    def fixture(make: Make) -> Member:
        return make.member(role)

    return fixture


owner, admin, manager = _member(Role.OWNER), _member(Role.ADMIN), _member(Role.MANAGER)
member, finance, viewer = _member(Role.MEMBER), _member(Role.FINANCE), _member(Role.VIEWER)
guest = _member(Role.GUEST)


@pytest.fixture
def client_company(make) -> Client:
    return make.client("Northwind Medical", "NWM")


@pytest.fixture
def contact(make, client_company) -> Contact:
    return make.contact(client_company, "Ines Prado", "ines@northwind.example")


@pytest.fixture
def stranger(db) -> Member:
    """The owner of another workspace: must see nothing of ours."""
    elsewhere = Make.workspace("Elsewhere", "elsewhere")
    with open_workspace(elsewhere.pk):
        return Make(elsewhere).member(Role.OWNER, name="Stranger")


@pytest.fixture
def browse():
    """A browser signed in as this member: `browse(manager).get(url)`."""

    def sign_in(person: Member) -> Browser:
        browser = Browser()
        browser.cookies[configured.SESSION_COOKIE_NAME] = _session_of(person.user)
        return browser

    return sign_in


def _session_of(user: User) -> str:
    """The key of a session as signing in leaves it; the way there has tests of its own, and a
    fifth of the suite's time went into it."""
    session = SessionStore()
    session[SESSION_KEY] = user._meta.pk.value_to_string(user)
    session[BACKEND_SESSION_KEY] = "rapport.accounts.backends.Backend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


@pytest.fixture
def undone():
    """Run one thing and take back what it wrote: `undone(lambda: browser.post(…))`."""

    def run(act):
        with transaction.atomic():
            answer = act()
            transaction.set_rollback(True)
        return answer

    return run


@pytest.fixture
def run_jobs():
    """Run the background work that is due, in this process."""

    def run() -> int:
        return Worker(open_workspace).run_until_idle()

    return run


def _keep_the_first_context(store, signal, sender, template, context, **_) -> None:
    """Of a page's templates the outermost alone: copies for the others cost a fifth of it."""
    if "context" not in store:
        store["templates"], store["context"] = [template], ContextList([copy(context)])


def pytest_configure() -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    django_client.store_rendered_templates = _keep_the_first_context


def pytest_sessionstart(session: pytest.Session) -> None:
    """Make the tables while the processes of the run still collect their tests."""
    if session.config.getoption("numprocesses", None):
        factory = session.config._tmp_path_factory
        threading.Thread(
            target=prepare, args=(configured.DATABASES["default"], factory), daemon=True
        ).start()


def pytest_collection_finish() -> None:
    """What was collected stays: the garbage collector need not walk over it at every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_EVERY)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        drop_template(configured.DATABASES["default"])
