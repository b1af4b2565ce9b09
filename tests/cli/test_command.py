"""The `rapport` command itself."""

import subprocess
import sys

import pytest

from rapport.cli.main import COMMANDS, main
from tests.living import Home


def test_asked_for_help_it_lists_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(word in said for word in COMMANDS)


def test_an_unknown_command_is_refused_and_the_known_ones_named(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["serv"])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "invalid choice: 'serv'" in said
    assert "serve" in said


@pytest.mark.parametrize("words", [[], ["import"], ["mail"]], ids=lambda words: " ".join(words))
def test_a_command_left_half_said_is_refused(capsys, words):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "required" in capsys.readouterr().err


# `manage` hands its words to Django.
@pytest.mark.parametrize("word", [word for word in COMMANDS if word != "manage"])
def test_every_command_explains_itself(capsys, word):
    with pytest.raises(SystemExit) as ended:
        main([word, "--help"])
    assert ended.value.code == 0
    assert f"rapport {word}" in capsys.readouterr().out


def test_it_is_also_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "rapport.cli", "--help"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert "usage: rapport" in done.stdout


def test_permissions_prints_one_line_a_permission(capsys):
    assert main(["permissions"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert "owner" in head
    assert any(line.startswith("inbox.") and " yes" in line for line in lines)


def test_a_port_that_is_none_is_refused_in_a_sentence(tmp_path):
    refused = Home(tmp_path / "home", RAPPORT_PORT="eighty").run("serve")
    assert refused.returncode == 2 and "invalid int value: 'eighty'" in refused.stderr
    assert "Traceback" not in refused.stderr
