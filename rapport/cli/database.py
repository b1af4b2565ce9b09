"""A database that is ready for this version of Rapport."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ModelState, ProjectState
from django.db.utils import OperationalError

from rapport.lib import statistics


def prepare_database() -> None:
    """Migrate, make the cache table, count what is there. Retried for a moment: a crashed engine
    may be starting."""
    for attempt in range(10):
        try:
            migrate()
            call_command("createcachetable", verbosity=0)
            statistics.gather()
        except OperationalError:
            if attempt == 9:
                raise
            time.sleep(1)
        else:
            break
    connection.close()


def migrate() -> None:
    """Bring every table to this version."""
    with _new_models_beside_the_others():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _new_models_beside_the_others() -> Iterator[None]:
    """For each new model Django draws anew all that are related to it, which are nearly all there
    are, and all their fields: half of the time that 200 tables take. A new one changes no other."""
    redrawing = ProjectState.add_model
    ProjectState.add_model = _add_model  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = redrawing  # type: ignore[method-assign]


def _add_model(state: ProjectState, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:  # type: ignore[attr-defined]
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        with state.apps.bulk_update():
            state.apps.render_multiple([model])
