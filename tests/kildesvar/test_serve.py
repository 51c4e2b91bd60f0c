"""``kildesvar serve``: what it starts, what it tells, which options it refuses; the server itself is not started."""

import re
from pathlib import Path
from typing import Any

import pytest

import app
import texts
from page import network
from page.network import Interface
from page.roles import Role

from ..command_line import Run

HOME = [Interface("wlan0", "192.168.4.1"), Interface("eth0", "10.0.0.5")]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Returns what the page was started with."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(app, "serve", lambda port, factory, **options: calls.append({"port": port, **options}))
    monkeypatch.setattr(network, "interfaces", lambda: HOME)
    return calls


def test_by_default_there_is_no_room_and_no_log(run: Run, started: list[dict[str, Any]], tmp_path: Path) -> None:
    assert run("serve", "--index", tmp_path / "index").code == 0
    lobby = started[0]["lobby"]
    assert (started[0]["port"], lobby.room, lobby.log.on, started[0]["told"]) == (7860, None, False, "")
    assert lobby.log.file == tmp_path / "questions" / "questions.jsonl"


def test_a_room_tells_its_address_code_and_password_once(run: Run, started: list[dict[str, Any]]) -> None:
    assert run("serve", "--room", "--port", "8080").code == 0
    lobby, told = started[0]["lobby"], started[0]["told"]
    assert lobby.address == "http://192.168.4.1:8080/"
    found = re.search(r"adgangskode \([^)]*\): (\S+)$", told, re.MULTILINE)
    assert found and lobby.room.enter(Role.SECRETARIAT, found[1], "a").token
    code = re.search(r"Rumkode til deltagerne: (\d{6})$", told, re.MULTILINE)
    assert code and lobby.room.enter(Role.MEMBER, code[1], "a").token
    assert told.startswith(network.qr_terminal(lobby.address))
    assert texts.other_addresses(["10.0.0.5"]) in told


def test_the_code_the_address_and_the_log_can_be_chosen(
    run: Run, started: list[dict[str, Any]], tmp_path: Path
) -> None:
    options = ("--code", "408213", "--address", "10.0.0.5", "--log", "--index", tmp_path / "index")
    assert run("serve", "--room", *options).code == 0
    lobby = started[0]["lobby"]
    assert (lobby.room.code, lobby.address, lobby.log.on) == ("408213", "http://10.0.0.5:7860/", True)
    assert texts.log_announced(str(lobby.log.file)) in started[0]["told"]


def test_a_chosen_password_is_asked_for_twice_and_never_printed(
    run: Run, started: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    answers = iter(("for kort", "lang nok til det"))

    def prompt(text: str, **options: Any) -> str:
        asked.append(options)
        return next(answers)

    monkeypatch.setattr("typer.prompt", prompt)
    assert "10 tegn" in run("serve", "--room", "--choose-password").sentence
    result = run("serve", "--room", "--choose-password")
    assert result.code == 0
    assert all(options["hide_input"] and options["confirmation_prompt"] for options in asked)
    assert "lang nok" not in result.out + result.err + started[0]["told"]
    assert started[0]["lobby"].room.enter(Role.SECRETARIAT, "lang nok til det", "a").token


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--code", "408213"], "--room"),
        (["--address", "10.0.0.5"], "--room"),
        (["--choose-password"], "--room"),
        (["--room", "--code", "12345"], "seks cifre"),
        (["--room", "--code", "123456"], "gættes"),
        (["--room", "--address", "10.9.9.9"], "192.168.4.1 eller 10.0.0.5"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    run: Run, started: list[dict[str, Any]], options: list[str], told: str
) -> None:
    assert told in run("serve", *options).sentence
    assert started == []


def test_a_machine_on_no_network_is_one_sentence(
    run: Run, started: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "interfaces", list)
    assert run("serve", "--room").sentence == texts.ROOM_NO_NETWORK
