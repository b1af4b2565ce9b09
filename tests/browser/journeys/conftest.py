"""A running Rapport beside a running mail world."""

import os
from pathlib import Path

import pytest

from tests.living import Home
from tests.mailworld.delivery import Postman
from tests.mailworld.dovecot import Dovecot
from tests.services import absent


@pytest.fixture(scope="module")
def mail_world():
    """Dovecot and an SMTP server; both on loopback, both real."""
    if not Dovecot.is_here():
        absent("Dovecot (Debian: dovecot-imapd)")
    with Dovecot() as boxes, Postman(boxes.boxes, boxes.uid, boxes.gid) as postman:
        yield boxes, postman


@pytest.fixture(scope="module")
def recordings(tmp_path_factory) -> Path:
    """Where videos and traces go: RAPPORT_RECORDINGS, else a folder that is soon cleared."""
    if chosen := os.environ.get("RAPPORT_RECORDINGS"):
        folder = Path(chosen).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    return tmp_path_factory.mktemp("recordings")


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    return Home(tmp_path_factory.mktemp("home"), RAPPORT_INTERNAL_HOSTS="127.0.0.1,localhost")


@pytest.fixture(scope="module")
def server(home):
    with home.serving("--workers", "1") as running:
        yield running
