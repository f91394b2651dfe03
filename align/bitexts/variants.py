"""The variants of a TU: a text in each language, its author, and which one is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from align.bitexts.bitext import cuts_of

_ALL = "*all*"


@dataclass(slots=True)
class Variant:
    """A `tuv`; its text comes once its `seg` has been read, its place and cuts with `prop`s.

    `machine`: an engine is named as its author, whoever changed it since.
    """

    lang: str
    author: str
    machine: bool
    text: str | None = None
    place: str = ""
    cuts: str = ""

    @property
    def places(self) -> tuple[int, ...]:
        """Where in the text its segments after the first begin; nothing where that is not told."""
        return cuts_of(self.text or "", self.cuts)


def last_author(attributes: Mapping[str, str]) -> str:
    """Return who changed a `tu` or `tuv` last, or else who made it, "" where nobody is named."""
    return attributes.get("changeid") or attributes.get("creationid") or ""


def by_machine(author: str) -> bool:
    """Tell whether an author is an engine: MT is how TMX tools mark it.

    >>> by_machine("MT!"), by_machine("MT:bundled"), by_machine("Mtumba")
    (True, True, False)
    """
    return author.upper() == "MT" or author.upper().startswith(("MT:", "MT!"))


def primary(tag: str) -> str:
    """Return the language of a tag without its region, in lower case."""
    return tag.split("-")[0].lower()


def is_in(variant: Variant | None, lang: str) -> bool:
    """Tell whether there is a variant, and it is in a language, whatever the regions."""
    return variant is not None and primary(variant.lang) == primary(lang)


def find(variants: Sequence[Variant], wanted: str, *, exact: bool) -> Variant | None:
    """Find the language itself, or a narrower tag, or (unless `exact`) the same language."""
    wanted = wanted.lower()
    for variant in variants:
        if variant.lang.lower() == wanted:
            return variant
    for variant in variants:
        if variant.lang.lower().startswith(wanted + "-"):
            return variant
    if exact:
        return None
    return next((variant for variant in variants if is_in(variant, wanted)), None)


def find_both(
    variants: Sequence[Variant], pair: tuple[str, str]
) -> tuple[Variant | None, Variant | None]:
    """Find the variants in two languages, whatever the regions; none for a language of ""."""
    one = find(variants, pair[0], exact=False) if pair[0] else None
    rest = [variant for variant in variants if variant is not one]
    return one, find(rest, pair[1], exact=False) if pair[1] else None


def chosen(
    variants: Sequence[Variant], wanted: tuple[str | None, str | None], *, first: tuple[str, str],
    srclang: str,
) -> tuple[Variant | None, Variant | None]:  # fmt: skip
    """Choose a TU's source and target; by default its source language and the first other.

    Args:
        variants: those that have a text.
        wanted: the languages asked for.
        first: those of the first TU that had two, "" before it.
        srclang: the TU's source language, "" or `*all*` where any may be.
    """
    wanted_source, wanted_target = wanted
    if not (wanted_source or wanted_target):
        one, other = find_both(variants, first)
        if one and other:  # also where this TU was translated the other way round
            return one, other
    taken = find(variants, wanted_target, exact=True) if wanted_target else None
    others = [variant for variant in variants if variant is not taken]
    if wanted_source:
        source = find(others, wanted_source, exact=True)
    elif srclang in ("", _ALL) or is_in(taken, srclang):
        source = others[0] if others else None
    else:
        source = find(others, srclang, exact=False)
    if wanted_target:
        return source, taken
    others = [variant for variant in others if variant is not source]
    if first[1]:
        target = find(others, first[1], exact=False)
        alone = source is not None and target is None and not wanted_source
        if alone and is_in(source, first[1]) and not is_in(source, first[0]):
            return None, source
        return source, target
    return source, others[0] if others else None
