"""What a request to the review says: taken out of it, or refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from align.errors import DataError

if TYPE_CHECKING:
    from starlette.requests import Request


class RequestError(DataError):
    """A request that cannot be answered."""

    def __init__(self, status: int, sentence: str) -> None:
        """Take the HTTP status and a sentence for people."""
        super().__init__(sentence)
        self.status = status


def sent_object(data: bytes) -> Mapping[str, Any]:
    """Return the JSON object that a body is.

    Raises:
        RequestError: it is none.
    """
    try:
        sent = json.loads(data)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise RequestError(400, "A JSON object was expected.")
    return sent


def sent_tab(sent: Mapping[str, Any]) -> str:
    """Return the tab that sent an object.

    Raises:
        RequestError: it is none.
    """
    tab = sent.get("tab")
    if not isinstance(tab, str) or not 1 <= len(tab) <= 64:
        raise RequestError(400, "'tab' is missing; a text of 1 to 64 characters was expected.")
    return tab


def sent_version(sent: Mapping[str, Any]) -> int:
    """Return the version of the document that a step was made on.

    Raises:
        RequestError: it is none.
    """
    version = sent.get("version")
    if isinstance(version, bool) or not isinstance(version, int):
        raise RequestError(400, "'version' is missing; a number was expected.")
    return version


def asked_number(request: Request, name: str, default: int) -> int:
    """Return a number of the address's query, or the default.

    Raises:
        RequestError: it is none.
    """
    value = request.query_params.get(name)
    return default if value is None else whole_number(value, name)


def whole_number(text: str, name: str) -> int:
    """Return a number from 0 that a text of the query is.

    Raises:
        RequestError: it is none.
    """
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise RequestError(400, f"'{name}' is '{text[:40]}'; a number from 0 was expected.")
    return int(text)
