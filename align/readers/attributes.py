"""Marks that Pandoc and code forges add to Markdown: attributes, fenced parts, ticked boxes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_NAMED = r"[#.][A-Za-z][\w:.\-]*+"
_VALUED = r"[A-Za-z][\w:.\-]*+=(?:\"[^\"\n]*+\"|'[^'\n]*+'|[^\s\"'{}]++)"
_ATTRIBUTES = re.compile(rf"\{{[ \t]*+(?>(?:(?:{_NAMED}|{_VALUED}|-|=\w++)[ \t]*+)+)\}}")
_NAMES = re.compile(rf"\{{[ \t]*+(?:{_NAMED}|-[ \t]*+\}})")  # "{x=1}" at an end may be a formula
_AFTER = frozenset(("code_inline", "image", "link_close", "span_close"))
_FENCE = re.compile(rf":{{3,}}[ \t]*+(?:{_ATTRIBUTES.pattern}|[\w\-]*+)[ \t]*+:*+[ \t]*+\Z")
OPENED = "opened"
"""In an environment: the token that opened what a paragraph is the first of."""
# What opens such a paragraph and is none of its text: a task's box, the kind of a note.
_OPENERS = {
    "list_item_open": re.compile(r"\[[ xX]\][ \t]++(?=\S)"),
    "blockquote_open": re.compile(r"\[!\w++\][+\-]?[ \t]*+(?:\n|\Z)"),
}


def use_attributes(parser: MarkdownIt) -> None:
    """Let a parser leave out the marks that CommonMark knows nothing of."""
    parser.block.ruler.before("lheading", "fenced_part", _fenced_part, {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", "span", _span)
    parser.inline.ruler.before("link", "attributes", _attributes)
    parser.inline.ruler.before("link", "opener", _opener)
    parser.inline.ruler.before("escape", "fixed_space", _fixed_space)


def _fenced_part(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule: `::: {.note}` and the `:::` that closes it are no text."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", begin) or state.is_code_block(start):
        return False
    if _FENCE.match(state.src[begin : state.eMarks[start]]) is None:
        return False
    if not silent:
        state.line = start + 1
    return True


def _span(state: StateInline, silent: bool) -> bool:
    """A rule: `[a word]{.smallcaps}` is the word."""
    if state.src[state.pos] != "[" or state.src.find("]{", state.pos, state.posMax) < 0:
        return False
    start, close = state.pos, state.md.helpers.parseLinkLabel(state, state.pos)
    found = _ATTRIBUTES.match(state.src, close + 1, state.posMax) if close >= 0 else None
    if found is None:
        return False
    if not silent:
        most = state.posMax
        state.pos, state.posMax = start + 1, close
        state.push("span_open", "span", 1)
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = most
    state.pos = found.end()
    return True


def _attributes(state: StateInline, silent: bool) -> bool:
    """A rule: `{#id .class}` is no text at the end, nor right after a link, an image or code."""
    if state.src[state.pos] != "{":
        return False
    found = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    after = not state.pending and state.tokens and state.tokens[-1].type in _AFTER
    last = found.end() == len(state.src.rstrip()) and _NAMES.match(found[0])
    if not after and not (last and state.src[max(state.pos - 1, 0)] in " \t\n{"):
        return False
    return left_out(state, found, silent)


def left_out(state: StateInline, found: re.Match[str] | None, silent: bool) -> bool:
    """End a rule for what is no text: leave out what was found, if anything was."""
    if found is None:
        return False
    if not silent:
        state.push("left_out", "", 0)  # nothing is made of it
    state.pos = found.end()
    return True


def _opener(state: StateInline, silent: bool) -> bool:
    """A rule: `[ ]` of a task and `[!NOTE]` of a note are no text."""
    opener = _OPENERS.get(state.env.get(OPENED, "")) if state.pos == 0 else None
    found = opener and opener.match(state.src, state.pos, state.posMax)
    return left_out(state, found, silent)


def _fixed_space(state: StateInline, silent: bool) -> bool:
    """A rule: a backslash before a space makes it one that does not break."""
    if not state.src.startswith("\\ ", state.pos, state.posMax):
        return False
    if not silent:
        state.pending += "\u00a0"
    state.pos += 2
    return True
