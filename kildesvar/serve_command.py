"""``kildesvar serve``: the page for this computer alone, or with ``--room`` for everybody on the room's network."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import texts
from assistant.ask import Assistant
from index.settings import CORPUS
from ingest.errors import UsageError

from .folders import CorpusOption, IndexOption, index_for

if TYPE_CHECKING:
    from page.lobby import Lobby
    from page.question_log import QuestionLog

Opens = Callable[[Path | None, Path | None], Assistant]

PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help=texts.HELP_PORT)]
RoomOption = Annotated[bool, typer.Option("--room", help=texts.HELP_ROOM)]
CodeOption = Annotated[str | None, typer.Option("--code", help=texts.HELP_ROOM_CODE, show_default=False)]
AddressOption = Annotated[str | None, typer.Option("--address", help=texts.HELP_ROOM_ADDRESS, show_default=False)]
PasswordOption = Annotated[bool, typer.Option("--choose-password", help=texts.HELP_ROOM_PASSWORD)]
LogOption = Annotated[bool, typer.Option("--log", help=texts.HELP_LOG)]


def make_serve_command(open_assistant: Opens) -> Callable[..., None]:
    """Returns the command.

    Args:
        open_assistant: opens the assistant over (corpus, index), None for the project's own.
    """

    def serve(
        port: PortOption = 7860,
        room: RoomOption = False,
        code: CodeOption = None,
        address: AddressOption = None,
        choose_password: PasswordOption = False,
        log: LogOption = False,
        corpus: CorpusOption = None,
        index: IndexOption = None,
    ) -> None:
        """Starts the page."""
        from app import log_file
        from app import serve as serve_page
        from page.lobby import Lobby
        from page.question_log import QuestionLog

        if not room and (code is not None or address is not None or choose_password):
            raise UsageError(texts.ROOM_ONLY)
        place = index_for(corpus, index)
        questions = QuestionLog(log_file(place), on=log)
        if room:
            lobby, told = _open_room(questions, port, code=code, address=address, choose_password=choose_password)
        else:
            lobby, told = Lobby(questions), ""
        if log:
            told = "\n".join(filter(None, (told, texts.log_announced(str(questions.file)))))
        serve_page(port, lambda: open_assistant(corpus, index), corpus=corpus or CORPUS, index=place, lobby=lobby,
                   told=told)  # fmt: skip

    return serve


def _open_room(
    log: "QuestionLog", port: int, *, code: str | None, address: str | None, choose_password: bool
) -> "tuple[Lobby, str]":
    """Returns a room's lobby and what the terminal tells whoever started it.

    Raises:
        UsageError: the code, the address or the password cannot be used.
    """
    from page import room as rooms
    from page.lobby import Lobby
    from page.network import interfaces, qr_terminal, room_address

    found = interfaces()
    chosen = room_address(address, found)
    code = rooms.checked_code(code) if code is not None else rooms.new_code()
    password = rooms.checked_password(_asked_password()) if choose_password else rooms.new_password()
    shown = f"http://{chosen}:{port}/"
    told = [qr_terminal(shown), texts.serving_room(shown, code, None if choose_password else password)]
    others = [each.address for each in found if each.address != chosen]
    if others:
        told.append(texts.other_addresses(others))
    return Lobby(log, rooms.Room(code, password), shown), "\n".join(told)


def _asked_password() -> str:
    """Returns the password that the secretariat types twice, unseen."""
    return str(
        typer.prompt(texts.ROOM_PASSWORD_ASK, hide_input=True, confirmation_prompt=texts.ROOM_PASSWORD_REPEAT)
    ).strip()
