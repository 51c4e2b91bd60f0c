"""A visitor of the page without a browser: the requests that Gradio's own script makes, in its order.

The page is opened, its configuration read, and a heartbeat kept open for as long as the visitor stays. An action is
sent to ``queue/join``; its result comes over ``queue/data``, a stream of server-sent events that is opened for it.
"""

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import httpx2

PATIENCE = 60.0
"""Seconds after which a request counts as not answered."""

_API = "/gradio_api"


class NoAnswer(Exception):
    """The page did not answer; the message says how."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the page shows after a question.

    Attributes:
        conversation: HTML of the whole conversation.
        notice: HTML of the remark below the question, mostly empty.
        seconds: from sending the question until this was here.
    """

    conversation: str
    notice: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Actions:
    """Numbers that Gradio gave to what a visitor does.

    Attributes:
        ask, new_topic: number of the function and of the component that triggers it.
        values: how many values each function takes, by its number.
    """

    ask: tuple[int, int]
    new_topic: tuple[int, int]
    values: Mapping[int, int]


def actions_in(config: Mapping[str, Any]) -> Actions:
    """Returns the numbers of the actions in the page's configuration."""
    names = {row["id"]: row["props"].get("elem_id") for row in config["components"]}
    found = {
        (names.get(target), event): (row["id"], target)
        for row in config["dependencies"]
        for target, event in row["targets"]
        if row["backend_fn"]
    }
    values = {row["id"]: len(row["inputs"]) for row in config["dependencies"]}
    return Actions(found["ks-ask", "click"], found["ks-new", "click"], values)


class Visitor:
    """One visitor in a session of their own; an asynchronous context that ends with the tab being closed."""

    def __init__(self, client: httpx2.AsyncClient, actions: Actions | None = None) -> None:
        """Makes a visitor.

        Args:
            client: knows the page's address; shared by visitors, who have no cookies.
            actions: from an earlier visit; read from the page when None.
        """
        self._client = client
        self._actions = actions
        self._session = secrets.token_hex(6)
        self._heart: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Visitor":
        """Opens the page."""
        if self._actions is None:
            (await self._client.get("/")).raise_for_status()
            self._actions = actions_in((await self._client.get("/config")).raise_for_status().json())
        beating = asyncio.Event()
        self._heart = asyncio.create_task(self._heartbeat(beating))
        await asyncio.wait_for(beating.wait(), PATIENCE)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the page."""
        if self._heart:
            self._heart.cancel()
            with contextlib.suppress(asyncio.CancelledError, httpx2.HTTPError):
                await self._heart

    @property
    def actions(self) -> Actions:
        """The numbers of the actions, for other visitors of the same page."""
        assert self._actions is not None, "the page is not open"
        return self._actions

    async def ask(self, question: str) -> Reply:
        """Returns what the page shows when ``question`` was asked.

        Raises:
            NoAnswer: it was refused, cut off, or took longer than ``PATIENCE`` seconds.
        """
        return await self._act(self.actions.ask, question)

    async def new_topic(self) -> Reply:
        """Returns what the page shows when a new topic was begun; raises as ``ask``."""
        return await self._act(self.actions.new_topic, "")

    async def _heartbeat(self, beating: asyncio.Event) -> None:
        async with self._client.stream("GET", f"{_API}/heartbeat/{self._session}", timeout=None) as stream:
            async for _ in stream.aiter_lines():
                beating.set()

    async def _act(self, action: tuple[int, int], question: str) -> Reply:
        begin = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                data = await self._result(*action, question)
        except (httpx2.HTTPError, TimeoutError, ValueError, KeyError, TypeError) as error:
            raise NoAnswer(f"{type(error).__name__}: {error}") from error
        _, _, conversation, _, notice = data[:5]
        return Reply(conversation, notice, time.perf_counter() - begin)

    async def _result(self, function: int, trigger: int, question: str) -> list[Any]:
        sent = {
            # What is kept for a visitor (gr.State) stays on the server; a browser sends nothing in its place.
            "data": [question, *[None] * self.actions.values[function]][: self.actions.values[function]],
            "event_data": None,
            "fn_index": function,
            "trigger_id": trigger,
            "session_hash": self._session,
        }
        joined = await self._client.post(f"{_API}/queue/join", json=sent)
        event = joined.raise_for_status().json()["event_id"]
        async with _events(self._client, self._session) as events:
            result: list[Any] | None = None
            async for message in events:
                if message["msg"] == "process_completed" and message["event_id"] == event:
                    if not message["success"]:
                        raise ValueError(message["output"])
                    result = message["output"]["data"]
                if message["msg"] == "close_stream" and result is not None:
                    return result
        raise ValueError("the stream ended before the answer")


@asynccontextmanager
async def _events(client: httpx2.AsyncClient, session: str) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    address = f"{_API}/queue/data?session_hash={session}"
    async with client.stream("GET", address, timeout=PATIENCE) as stream:
        stream.raise_for_status()

        async def messages() -> AsyncIterator[dict[str, Any]]:
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))

        yield messages()
