"""How a request is answered: all of it in one thread of a few that stay."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, ParamSpec, TypeVar

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import set_script_prefix

P = ParamSpec("P")
R = TypeVar("R")
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

# Twice what PostgreSQL's pool holds: so many requests are worked on at once, the rest wait.
THREADS = 16


class Handler(ASGIHandler):
    """Django's handler for ASGI, without its way back and forth between loop and threads.

    Every view and most middleware here is synchronous. Django's own handler hops into a thread
    for each of them, and that thread ends with the request, and its connection to the database
    with it. Here the loop reads the request and sends the answer, one thread does all between,
    and the threads stay, each with its connection.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request; a client that goes away while it is read gets none."""
        if scope["type"] != "http":
            raise ValueError(f"only HTTP is served here, not {scope['type']}")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await self._in_thread(self._answer, scope, body)
        if response.streaming:
            await self._stream(response, receive, send)
        else:
            await self.send_response(response, send)

    async def _in_thread(self, act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """In a context of its own, so that nothing said for one request is left for the next."""
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: context.run(act, *args, **kwargs))

    def _answer(self, scope: dict[str, Any], body: IO[bytes]) -> HttpResponseBase:
        """The whole response; a streaming one is begun here and goes on in the loop."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        response = self._response(scope, body)
        if response.streaming:
            # A page may listen for hours: it must not hold a connection all that time.
            close_old_connections()
        else:
            response.close()
        return response

    def _response(self, scope: dict[str, Any], body: IO[bytes]) -> HttpResponseBase:
        request, refusal = self.create_request(scope, body)
        if request is not None:
            # Closing the response closes the request, and with it the body.
            return self.get_response(request)
        body.close()
        return refusal or HttpResponse(status=400)

    async def _stream(self, response: Any, receive: Receive, send: Send) -> None:
        """Send until it ends, or until the client has gone."""
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        sending = asyncio.create_task(self.send_response(response, send))
        gone = asyncio.create_task(self._gone(receive))
        try:
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in (sending, gone):
                task.cancel()
            await asyncio.gather(sending, gone, return_exceptions=True)
            await self._in_thread(response.close)

    async def _gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
