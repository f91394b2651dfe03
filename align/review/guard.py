"""What a request must bring before the review answers it: loopback, origin, token, size."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

LARGEST = 1 << 20
"""Bytes of a request's body."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    b"img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""On every answer."""


class Guard:
    """Lets a request through to an ASGI app, or answers it with 403, 404, 413, 415 or 503."""

    def __init__(self, app: App, *, hosts: tuple[str, ...], token: str) -> None:
        """Take the app, the hosts that a browser may name, and the token of the address."""
        self._app = app
        self._hosts = tuple(host.encode() for host in hosts)
        self._origins = tuple(b"http://" + host for host in self._hosts)
        self._token = token.encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if refusal:
            if refusal[0] == 413:  # a client reads no answer before it has sent all
                await _drain(receive)
            await _refuse(send, *refusal)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > LARGEST:
                raise TooLargeError
            return message

        begun = False

        async def covered(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = [h for h in message.get("headers", []) if h[0] not in _NAMES]
                message["headers"] = [*own, *HEADERS]
            await send(message)

        try:
            await self._app(scope, counted, covered)
        except TooLargeError:
            if not begun:
                await _refuse(send, 413, f"A body of at most {LARGEST} bytes was expected.")
        except asyncio.CancelledError:  # by the server, which would tell it as an error of ours
            if not begun:
                await _refuse(send, 503, "The server has stopped.")

    def _refusal(self, scope: Message) -> tuple[int, str] | None:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.lower(), []).append(value)
        hosts, origins = headers.get(b"host", []), headers.get(b"origin", [])
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return 403, "This address is not the one that align review printed."
        writes = scope["method"] not in ("GET", "HEAD")
        if (writes or origins) and (len(origins) != 1 or origins[0] not in self._origins):
            return 403, "The request comes from another page."
        path = scope["path"].encode("utf-8", "surrogatepass").split(b"/", 2)
        if len(path) < 3 or not hmac.compare_digest(path[1], self._token):
            return 404, "There is nothing here."
        if writes:
            given = headers.get(b"x-align-token", [])
            if len(given) != 1 or not hmac.compare_digest(given[0], self._token):
                return 403, "The header X-Align-Token is missing or wrong."
            kind = headers.get(b"content-type", [b""])[0].split(b";")[0].strip().lower()
            if kind != b"application/json":
                return 415, "The Content-Type application/json was expected."
            length = headers.get(b"content-length", [b"0"])[0]
            if not length.isdigit() or int(length) > LARGEST:
                return 413, f"A body of at most {LARGEST} bytes was expected."
        return None


class TooLargeError(Exception):
    """A body that goes on and on."""


_NAMES = frozenset(name for name, _ in HEADERS)


async def _drain(receive: Receive) -> None:
    """Let a body that is somewhat too large go by; a far larger one is cut off."""
    size = 0
    while size < 8 * LARGEST:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            return


async def _refuse(send: Send, status: int, sentence: str) -> None:
    body = json.dumps({"error": sentence}).encode()
    headers = [
        (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"), *HEADERS,
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
