"""Placeholders, markup, paths and code, which a translation has as its source has them."""

from __future__ import annotations

import re
from collections import Counter
from unicodedata import normalize

from align.quoted import CODE

_TAG = r"</?(?:[A-Za-z][\w:-]*(?:\s[^<>]*)?|\d+)/?>"
_SPACE = "nbsp|#160|#xA0|#8239|#x202F"  # what stands for letters has no place in a translation
_LATEX = (  # commands of it that begin as a line break or a tab does
    r"\\(?:n(?:abla|eq?|ewline|oindent|ot(?:in)?|u)|r(?:angle|ho|ight\w*)"
    r"|t(?:an|au|ext\w*|heta|imes|o))\b|\\[a-z]{2,}[{\[]"
)
_ESCAPE = rf"(?!{_LATEX})\\[nrt]"
_NAME = r"[^\\\s:\"«»“”<>|*?`]+"
_PATH = (
    rf"(?:(?<!\w)[A-Za-z]:|\\\\[\w.$-]+)\\(?:{_NAME}(?: {_NAME}){{0,2}}\\)*"
    rf"(?:{_NAME}(?<![.,;!?…)\]}}'’]))?"
)
# A path without a drive is told from words between line breaks by a part that no `\n`, `\r`, `\t`
# begins, or by its file's ending: of `dossier\nouveau` alone nobody can tell.
_PART = r"[\w-]+(?:\.[\w-]+)*"
ENDINGS = (  # of files' names
    "txt|md|csv|tsv|json|xml|html?|log|ini|cfg|toml|ya?ml|pdf|docx?|xlsx?|pptx?|od[tsp]|tmx|xliff?"
    "|exe|dll|bat|msi|zip|py|js|jpe?g|png|gif|svg|mp[34]"
)
_RELATIVE = (
    rf"(?<![\w\\.-])(?:(?=[\w.\\-]*\\(?![nrt]|[ux][\da-fA-F]{{2}})\w){_PART}(?:\\{_PART}){{2,}}"
    rf"|[\w-]+(?:\\[\w-]+)+\.(?:{ENDINGS})(?![\w\\]))"
)
# A formula holds a sign that prices, `5$ à 10$`, have not, or is one letter; `US$` ends none.
_FORMULA = (
    r"(?<![\w$\\])\$(?:[A-Za-z]|(?=[^$\n]*[\\^_={}])[^$\s)](?:[^$\n]*[^$\s])?)(?<![A-Z]{2})\$(?![\w$])"
    r"|(?<!\$)\$\$[^$\n]+\$\$(?!\$)"
)
PLACEHOLDER = (
    r"(?<![\d%])%(?:\d+\$|\(\w+\))?[-+0#]?\d*(?:\.\d+)?(?:hh?|ll?|[Lqjzt])?[@a-zA-Z](?!\w)"
    r"|(?<![\d%])%[A-Z_]+%"
    r"|[$#%]?\{\{\s?[^\s{}]+\s?\}\}|[$#%]?\{[^\s{}]+\}"
    rf"|&(?:amp|lt|gt|{_SPACE});"
    rf"|{_TAG}|{_FORMULA}"
    rf"|{_PATH}|{_RELATIVE}|{_ESCAPE}|{CODE}"
    r"|(?<![\w/.@-])[A-Za-z][^\W_]*(?:_[^\W_]+)+(?![\w/@-])"
    r"|(?<!\d)\d+[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+"
)
r"""`%s`, `%1$d`, `%(name)s`, `%PATH%`, `{name}`, `{{0}}`, `${user}`, `&nbsp;`, `<b>`, `<br/>`;
`C:\Users\me`, `src\nom.txt`, a `\n` that is spelt out, code between backticks, `file_name`,
`$x = y^2$`, `10³`, which models read as 103."""

_ONE = re.compile(PLACEHOLDER)
_NO_SPACE_BEFORE = re.compile(rf"</|&(?:{_SPACE});")
_NO_SPACE_AFTER = re.compile(rf"(?:<(?!/)[^<>]*(?<!/)>|&(?:{_SPACE});)$")
_BREAK = re.compile(r"\\[nrt]")
_SMALL = re.compile(  # `m²`, `H₂O`, `1½`
    r"(?<![^\W_])(?:[^\W_]+[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ₀-₉]+[^\W_]*|\d*[¼½¾⅐-⅞])"
)
_SPACES = re.compile(r"\s+")
_ELLIPSIS = re.compile(r"…|(?<!\.)\.{3}(?!\.)")
_DOTS = re.compile(r"(?<![./\\])\.{2,4}(?=[\s\"'»”’)\]]|\Z)")
_LONGEST = 300  # characters of what is looked for with other spaces: that takes their square


def placeholders(text: str) -> list[str]:
    """Return the placeholders, tags and entities of a text, in order.

    >>> placeholders("Remise de 20 % : <b>{name}</b> a %1$s&nbsp;euros.")
    ['<b>', '{name}', '</b>', '%1$s', '&nbsp;']
    """
    return _ONE.findall(text)


def without_placeholders(text: str) -> str:
    """Return a text with a space in the place of each placeholder, tag or entity.

    >>> without_placeholders("Bonjour, {name} !")
    'Bonjour,   !'
    """
    return _ONE.sub(" ", text)


def missing_placeholders(source: str, target: str) -> list[str]:
    """Return those of the source's placeholders that the target has not, or not as often."""
    wanted = Counter(placeholders(source))
    return list((wanted - Counter(placeholders(target) if wanted else ())).elements())


def respaced(source: str, target: str) -> str:
    """Write the source's placeholders in a target as there, where no more than spaces differ.

    A model reads `m²` as `m2`, `1½` as `11⁄2`, and counts no dots of an ellipsis: they are
    written as there too.

    >>> respaced("<g id='2'>La page</g> de %s", "The <g id='2' > page</g> of % s")
    "The <g id='2'>page</g> of %s"
    """
    for word in set(_SMALL.findall(source)):
        plain = normalize("NFKC", word)
        if plain not in source:
            target = re.sub(rf"(?<!\w){re.escape(plain)}(?!\w)", word, target)
    if ellipsis := _ELLIPSIS.search(source):
        given = {ellipsis[0], *_DOTS.findall(source)}  # `cd ..` too
        target = _DOTS.sub(lambda dots: dots[0] if dots[0] in given else ellipsis[0], target)
    missing = set(missing_placeholders(source, target))
    for mark in dict.fromkeys(placeholders(source)):
        literal = mark.replace("\\", r"\\")
        if mark in missing and len(mark) <= _LONGEST:
            letters = map(re.escape, _SPACES.sub("", mark))
            end = r"(?!\w)" if mark[-1].isalnum() else ""
            target = re.sub(r"\s*".join(letters) + end, literal, target)
        breaks = _BREAK.fullmatch(mark)
        if (breaks or clings_after(mark)) and not re.search(re.escape(mark) + r"\s", source):
            target = re.sub(re.escape(mark) + r"\s+", literal, target)
        if breaks and not re.search(r"\s" + re.escape(mark), source):
            target = re.sub(r"(?<!\s)\s+" + re.escape(mark), literal, target)
    return target


def clings_before(mark: str) -> bool:
    """Tell whether no space precedes a mark: it begins with a closing tag or a hard space."""
    return _NO_SPACE_BEFORE.match(mark) is not None


def clings_after(mark: str) -> bool:
    """Tell whether no space follows a mark: it ends with an opening tag or a hard space."""
    return _NO_SPACE_AFTER.search(mark) is not None
