"""A reader's session without a browser: what Streamlit's page says to its server, and hears of it.

Twenty browsers on the machine of the server would measure the browsers. A `Session` opens the same
websocket, sends the same messages and keeps the same tree of elements, so that the server has all
the work that a page gives it, the repeated runs of fragments included.
"""

from __future__ import annotations

import asyncio
import html
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_LARGEST = 64 * 1024 * 1024  # bytes of one message
_WAIT = 240.0  # seconds before a session is taken for hung


@dataclass(slots=True)
class _Shown:
    """An element of the page, and the run of the script that it was last drawn in."""

    element: Element
    run: int


class Session:
    """One reader's page; `async with Session(address) as page` opens it and waits for its end.

    RuntimeError says that the script failed or the server closed the session.
    """

    def __init__(
        self, address: str, *, locale: str = "fr-CA", headers: Mapping[str, str] | None = None
    ) -> None:
        """`address` is that of the server, `http://127.0.0.1:8501`; `headers` are sent along."""
        self._address = address
        self._locale = locale
        self._headers = dict(headers or {})
        self._shown: dict[tuple[int, ...], _Shown] = {}
        self._cached: dict[str, ForwardMsg] = {}  # what the server need not send again, by its hash
        self._buttons: dict[tuple[int, ...], str] = {}
        self._timers: dict[str, tuple[asyncio.Task[None], int]] = {}
        self._run = 0
        self._drawn = self._due = 0  # runs of the whole script: that came to their end, and should
        self._waiting: list[tuple[Callable[[Session], bool], asyncio.Future[None]]] = []
        self._problem: str | None = None
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Session:
        self._socket = await connect(
            f"ws{self._address.removeprefix('http')}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=self._address,  # type: ignore[arg-type]
            additional_headers=self._headers,
            max_size=_LARGEST,
            open_timeout=_WAIT,
            ping_interval=None,
            compression=None,
        )
        self._reader = asyncio.create_task(self._read())
        await self._rerun()
        await self.settle()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in (self._reader, *(timer for timer, _ in self._timers.values())):
            if task is not None:
                task.cancel()
        if self._socket is not None:
            await self._socket.close()

    # What is on the page

    @property
    def html(self) -> str:
        """All HTML on the page, in its order."""
        return "\n".join(
            self._shown[path].element.html.body
            for path in sorted(self._shown)
            if self._shown[path].element.WhichOneof("type") == "html"
        )

    @property
    def words(self) -> str:
        """The words of that HTML, without styles and scripts."""
        bare = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", self.html)
        return html.unescape(bare)

    def button(self, key: str) -> str | None:
        """The id of the button that the page calls so; None while there is none."""
        return next((name for name in self._buttons.values() if name.endswith(f"-{key}")), None)

    async def until(self, true: Callable[[Session], bool]) -> None:
        """Wait until something is true of the page."""
        if not true(self):
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((true, future))
            async with asyncio.timeout(_WAIT):
                await future
        if self._problem is not None:
            raise RuntimeError(self._problem)

    # What a reader does

    async def ask(self, question: str, answered: Callable[[Session], bool]) -> float:
        """Ask, as the Enter key does; seconds until `answered` is true of the page."""
        box = self._box()
        begun = time.perf_counter()
        await self._rerun(question=(box, question))
        await self.until(answered)
        return time.perf_counter() - begun

    async def settle(self) -> None:
        """Wait until the page is drawn to its end."""
        await self.until(lambda page: page._drawn >= page._due)

    def _box(self) -> str:
        for shown in self._shown.values():
            if shown.element.WhichOneof("type") == "chat_input":
                return shown.element.chat_input.id
        raise RuntimeError("there is no box to ask in on the page")

    async def _rerun(
        self, question: tuple[str, str] | None = None, fragment: str | None = None
    ) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.context_info.locale = self._locale
        state.context_info.timezone = "America/Toronto"
        state.context_info.url = self._address
        state.cached_message_hashes.extend(self._cached)
        if question is not None:
            widget = state.widget_states.widgets.add()
            widget.id, widget.chat_input_value.data = question
        if fragment is not None:
            state.fragment_id, state.is_auto_rerun = fragment, True
        else:
            self._due = self._drawn + 1
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())

    # What the server says

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for data in self._socket:
                message = ForwardMsg()
                message.ParseFromString(data if isinstance(data, bytes) else data.encode())
                self._take(message)
                self._tell()
            self._problem = "the server closed the session"
        except Exception as error:  # said to whoever waits, who would wait in vain
            self._problem = f"the session broke off: {error!r}"
        self._tell()

    def _tell(self) -> None:
        """Wake whoever waits for what is true now; looked at after every single message."""
        for true, future in list(self._waiting):
            if not future.done() and (self._problem is not None or true(self)):
                future.set_result(None)
        self._waiting = [waits for waits in self._waiting if not waits[1].done()]

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":  # what it stands for, at the place that is given now
            metadata, message = message.metadata, self._cached[message.ref_hash]
            message.metadata.CopyFrom(metadata)
            kind = message.WhichOneof("type")
        elif message.metadata.cacheable:
            self._cached[message.hash] = message
        if kind == "new_session":
            self._run += 1
        elif kind == "delta":
            self._draw(message)
        elif kind == "auto_rerun":
            self._repeat(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "script_finished" and (
            message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        ):
            self._drawn += 1
            self._tidy()

    def _draw(self, message: ForwardMsg) -> None:
        path = tuple(message.metadata.delta_path)
        if message.delta.WhichOneof("type") != "new_element":
            return  # a container; what was in it stays until something else is drawn there
        element = message.delta.new_element
        if element.WhichOneof("type") == "exception":
            self._problem = element.exception.message
        self._shown[path] = _Shown(element, self._run)
        self._buttons.pop(path, None)
        if element.WhichOneof("type") == "button":
            self._buttons[path] = element.button.id

    def _repeat(self, fragment: str, every: float) -> None:
        """Run a fragment again and again, as the page does while it is on it."""

        async def repeat() -> None:
            with suppress(Exception):  # the session ends
                while True:
                    await asyncio.sleep(every)
                    await self._rerun(fragment=fragment)

        known = self._timers.get(fragment)
        task = known[0] if known is not None else asyncio.create_task(repeat())
        self._timers[fragment] = (task, self._run)

    def _tidy(self) -> None:
        """The whole script has run: what it did not draw is gone."""
        self._shown = {path: it for path, it in self._shown.items() if it.run == self._run}
        self._buttons = {path: name for path, name in self._buttons.items() if path in self._shown}
        for fragment, (task, run) in list(self._timers.items()):
            if run != self._run:
                task.cancel()
                del self._timers[fragment]
