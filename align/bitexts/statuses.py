"""What XLIFF and the CAT tools that write it say of a translation: reviewed, rejected, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SDL = "http://sdl.com/FileTypes/SdlXliff/1.0"
"""The namespace of Trados."""
_STATUS = "MQXliff|status"  # of memoQ, on a trans-unit
PHRASE = "http://www.memsource.com/mxlf/2.0"
"""The namespace of Phrase, formerly Memsource."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a file says of a translation.

    `review` is one of REVIEWS or ""; `machine`: an engine wrote it; `untranslated`: what stands
    there may be a copy of the source.
    """

    review: str = ""
    machine: bool = False
    untranslated: bool = False


# States of XLIFF 1.2 (section 2.4, state) and 2 (4.3.1.32). `translated` is the translator's word
# and nobody's review.
_STATES = {
    **dict.fromkeys(("reviewed", "final", "signed-off"), Status("accepted")),
    **dict.fromkeys(("new", "needs-translation", "initial"), Status(untranslated=True)),
}
_QUALIFIERS = {  # of XLIFF 1.2 (section 2.4, state-qualifier)
    **dict.fromkeys(("mt-suggestion", "leveraged-mt"), Status(machine=True)),
    **dict.fromkeys(
        ("rejected-grammar", "rejected-inaccurate", "rejected-length", "rejected-spelling"),
        Status("rejected"),
    ),
}
# Trados' ConfirmationLevel and DefaultTranslationOrigin; what a person has edited is `interactive`.
_LEVELS = {
    **dict.fromkeys(("approvedtranslation", "approvedsignoff"), "accepted"),
    **dict.fromkeys(("rejectedtranslation", "rejectedsignoff"), "rejected"),
}
_UNFINISHED = frozenset(("", "draft", "unspecified", "nottranslated"))
_ENGINES = frozenset(("mt", "nmt", "amt", "automatic-translation"))
# memoQ's statuses; ManuallyConfirmed is the translator's word, Proofread that of reviewer 2.
_MEMOQ = {
    **dict.fromkeys(("reviewer1confirmed", "reviewer2confirmed", "proofread"), Status("accepted")),
    "rejected": Status("rejected"),
    "machinetranslated": Status(machine=True),
    "notstarted": Status(untranslated=True),
}


def of_unit(attributes: Mapping[str, str]) -> Status:
    """Return what a `trans-unit` says: `approved` of XLIFF, memoQ's status, Phrase's origin.

    What an engine proposed in Phrase is a person's word once it is confirmed, as in memoQ; it is
    not taken for reviewed, whatever the step of the workflow.
    """
    found = _MEMOQ.get(attributes.get(_STATUS, "").lower(), Status())
    approved = Status("accepted") if attributes.get("approved") == "yes" else Status()
    proposed = attributes.get(f"{PHRASE}|trans-origin", "").lower() == "mt"
    confirmed = attributes.get(f"{PHRASE}|confirmed", "0") not in ("", "0", "false")
    return merged((found, approved, Status(machine=proposed and not confirmed)))


def of_target(attributes: Mapping[str, str]) -> Status:
    """Return what those of a `target` of XLIFF 1, or a `segment` of XLIFF 2, say."""
    qualified = _QUALIFIERS.get(attributes.get("state-qualifier", ""), Status())
    return merged((_STATES.get(attributes.get("state", ""), Status()), qualified))


def of_segment(attributes: Mapping[str, str]) -> Status:
    """Return what those of an `sdl:seg` of Trados say of one segment of a unit."""
    level = attributes.get("conf", "").lower()
    return Status(
        _LEVELS.get(level, ""),
        attributes.get("origin", "").lower() in _ENGINES,
        level in _UNFINISHED,
    )


def merged(found: Iterable[Status]) -> Status:
    """Return what several places say of one translation: a rejection counts most."""
    held = tuple(found)
    reviews = {status.review for status in held}
    return Status(
        next(filter(reviews.__contains__, ("rejected", "accepted")), ""),
        any(status.machine for status in held),
        any(status.untranslated for status in held),
    )


def of_whole(segments: Iterable[Status]) -> Status:
    """Return what is true of a text of which each segment has a status: accepted if all are."""
    held = tuple(segments)
    reviews = {status.review for status in held}
    review = "rejected" if "rejected" in reviews else reviews.pop() if len(reviews) == 1 else ""
    return Status(
        review,
        any(status.machine for status in held),
        bool(held) and all(status.untranslated for status in held),
    )
