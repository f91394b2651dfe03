"""Placeholders and markup of software's texts, which a translation has as its source has them."""

from __future__ import annotations

import re
from collections import Counter

_TAG = r"</?(?:[A-Za-z][\w:-]*(?:\s[^<>]*)?|\d+)/?>"
_SPACE = "nbsp|#160|#xA0|#8239|#x202F"  # what stands for letters has no place in a translation
PLACEHOLDER = (
    r"(?<![\d%])%(?:\d+\$|\(\w+\))?[-+0#]?\d*(?:\.\d+)?(?:hh?|ll?|[Lqjzt])?[@a-zA-Z](?!\w)"
    r"|(?<![\d%])%[A-Z_]+%"
    r"|[$#%]?\{\{\s?[^\s{}]+\s?\}\}|[$#%]?\{[^\s{}]+\}"
    rf"|&(?:amp|lt|gt|{_SPACE});"
    rf"|{_TAG}"
)
"""`%s`, `%1$d`, `%(name)s`, `%PATH%`, `{name}`, `{{0}}`, `${user}`, `&nbsp;`, `<b>`, `<br/>`."""

_ONE = re.compile(PLACEHOLDER)
_NO_SPACE_BEFORE = re.compile(rf"</|&(?:{_SPACE});")
_NO_SPACE_AFTER = re.compile(rf"(?:<(?!/)[^<>]*(?<!/)>|&(?:{_SPACE});)$")
_SPACES = re.compile(r"\s+")


def placeholders(text: str) -> list[str]:
    """Return the placeholders, tags and entities of a text, in order.

    >>> placeholders("Remise de 20 % : <b>{name}</b> a %1$s&nbsp;euros.")
    ['<b>', '{name}', '</b>', '%1$s', '&nbsp;']
    """
    return _ONE.findall(text)


def missing_placeholders(source: str, target: str) -> list[str]:
    """Return those of the source's placeholders that the target has not, or not as often."""
    wanted = Counter(placeholders(source))
    return list((wanted - Counter(placeholders(target) if wanted else ())).elements())


def respaced(source: str, target: str) -> str:
    """Write the source's placeholders in a target as there, where no more than spaces differ.

    >>> respaced("<g id='2'>La page</g> de %s", "The <g id='2' > page</g> of % s")
    "The <g id='2'>page</g> of %s"
    """
    missing = set(missing_placeholders(source, target))
    for mark in dict.fromkeys(placeholders(source)):
        literal = mark.replace("\\", r"\\")
        if mark in missing:
            letters = map(re.escape, _SPACES.sub("", mark))
            end = r"(?!\w)" if mark[-1].isalnum() else ""
            target = re.sub(r"\s*".join(letters) + end, literal, target)
        if clings_after(mark) and not re.search(re.escape(mark) + r"\s", source):
            target = re.sub(re.escape(mark) + r"\s+", literal, target)
    return target


def clings_before(mark: str) -> bool:
    """Tell whether no space precedes a mark: it begins with a closing tag or a hard space."""
    return _NO_SPACE_BEFORE.match(mark) is not None


def clings_after(mark: str) -> bool:
    """Tell whether no space follows a mark: it ends with an opening tag or a hard space."""
    return _NO_SPACE_AFTER.search(mark) is not None
