"""Marks that site generators add to Markdown: Liquid's and Hugo's tags, Kramdown's attributes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.readers.attributes import left_out

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_KRAMDOWN = r"\{:[^{}\n]*+\}"
_WORDS = r"(?![^\n]*?=\s*(?:\"[^\"\s]+\s[^\"]*\"|'[^'\s]+\s[^']*'))"
# Liquid, Jinja, Hugo; what holds words in quotes, a caption or a note, is text to somebody.
_TAG = r"(?:\{%(?:(?!%\}).)*%\}|\{\{<(?:(?!>\}\}).)*>\}\}|\{\{%(?:(?!%\}\}).)*%\}\}|\{#.*?#\})"
_LINE = re.compile(rf"(?:{_KRAMDOWN}|{_WORDS}(?>(?:{_TAG}[ \t]*+)+))[ \t]*+\Z")
_IMPORT = re.compile(  # of MDX
    r"import[ \t]+(?:[\w*{}, \t]+[ \t]from[ \t]+)?(?:\"[^\"\n]+\"|'[^'\n]+');?[ \t]*+\Z"
)
_INLINE = re.compile(_KRAMDOWN)


def use_templates(parser: MarkdownIt) -> None:
    """Let a parser leave out lines of such marks alone, and Kramdown's attributes in a line."""
    parser.block.ruler.before("lheading", "template", _template, {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", "kramdown", _kramdown)


def _template(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule: `{{< note >}}`, `{% endif %}` and `{: .class}` are no text, nor are imports."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("{", "import"), begin) or state.is_code_block(start):
        return False
    line = state.src[begin : state.eMarks[start]]
    if not (_LINE.match(line) or (not silent and _IMPORT.match(line))):
        return False
    if not silent:
        state.line = start + 1
    return True


def _kramdown(state: StateInline, silent: bool) -> bool:
    """A rule: `{:target="_blank"}` is no text right after a link, an image, code or emphasis."""
    if not state.src.startswith("{:", state.pos, state.posMax):
        return False
    if state.src[max(state.pos - 1, 0)] not in ")]`*_":
        return False
    return left_out(state, _INLINE.match(state.src, state.pos, state.posMax), silent)
