"""The ASGI entry point."""

import gc
import os
import warnings

import django
from django.urls import get_resolver

from rapport.config.handler import Handler

# Of all that has come together, and only when a page's worth of it has.
COLLECT_EVERY = (20_000, 10, 10)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")

# Static files are short and read in one piece; a line in the log for each of them helps nobody.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")


def _application() -> Handler:
    """The handler with every view loaded: what is there by now stays, and the garbage collector
    need not walk over it again and again."""
    django.setup(set_prefix=False)
    get_resolver().url_patterns  # noqa: B018 - reading it loads them
    made = Handler()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_EVERY)
    return made


application = _application()
