"""Does a model translate what it is given? Language codes, directions, `>>fra<<` tokens."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from align.errors import DirectionError, MarialignWarning

if TYPE_CHECKING:  # models bring numpy, which to know a language needs not
    from align.translators.models import LocalModel

_PAIRS = (
    "af:afr ar:ara be:bel bg:bul bn:ben br:bre bs:bos ca:cat cs:ces cy:cym da:dan de:deu "
    "el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas fi:fin fo:fao fr:fra ga:gle gl:glg "
    "he:heb hi:hin hr:hrv ht:hat hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat ko:kor "
    "la:lat lb:ltz lt:lit lv:lav mk:mkd ms:msa mt:mlt nb:nob nl:nld nn:nno no:nor oc:oci "
    "pl:pol pt:por ro:ron ru:rus sk:slk sl:slv sq:sqi sr:srp sv:swe sw:swa th:tha tr:tur "
    "uk:ukr ur:urd vi:vie wa:wln zh:zho"
)
_THREE = dict(pair.split(":") for pair in _PAIRS.split())
_TWO = {three: two for two, three in _THREE.items()}


class DirectionWarning(MarialignWarning):
    """A model does not say which languages it is for."""


def only_language(code: str) -> str:
    """Return a stated code's language in two letters, "" where it names a family, several or none.

    >>> only_language("fra"), only_language("pt_br"), only_language("deu_eng_fra")
    ('fr', 'pt', '')
    """
    named = _languages(code)
    return named[0] if len(named) == 1 else ""


def target_token(
    model: LocalModel, *, source_lang: str | None = None, target_lang: str | None = None
) -> list[str]:
    """Check a model's direction; return the token that picks the target, if it needs one.

    Codes are compared as languages: `fr`, `fra`, `fr-CA` and `fr_FR` are one; but of several
    tokens for a language, the one for its region or script is taken (`>>pt_br<<` for `pt-BR`).
    A model that names several languages is for each; one that names a family (`roa`, `ROMANCE`,
    `mul`) is taken at its word; one that names none is used for anything, with a
    `DirectionWarning`.

    Raises:
        DirectionError: the model is for other languages, or needs to be told its target.
    """
    wrong = (source_lang and _differs(model.source_lang, source_lang)) or (
        target_lang and not model.targets and _differs(model.target_lang, target_lang)
    )
    if wrong:
        asked = f"{source_lang or 'any language'} to {target_lang or 'any language'}"
        raise DirectionError(
            f"{model.name}: this model translates {model.source_lang} to {model.target_lang}, "
            f"and {asked} was asked for; pass --model with one for that direction."
        )
    warn_unstated(model)
    if not model.targets:
        return []
    wanted = target_lang or model.target_lang
    fitting = [
        token for token in model.targets if language_of(token.strip("><")) == language_of(wanted)
    ]
    if not fitting:
        some = " ".join(token.strip("><") for token in model.targets[:12])
        more = ", …" if len(model.targets) > 12 else ""
        raise DirectionError(
            f"{model.name}: this model has several target languages and '{wanted}' is none of "
            f"them; pass --target-lang with one of: {some}{more}."
        )
    near = [token for token in fitting if _subtags(token.strip("><")) == _subtags(wanted)]
    exact = f">>{wanted}<<"
    return [exact if exact in near else min(near or fitting, key=len)]


def warn_unstated(model: LocalModel) -> None:
    """Warn of a model that does not say from which language it translates, or into which."""
    if not model.source_lang or not (model.target_lang or model.targets):
        warnings.warn(
            f"{model.name}: this model does not say which languages it translates, so whether it "
            "is for these was not checked.",
            DirectionWarning,
            stacklevel=2,
        )


def language_of(code: str) -> str:
    """Return a code's language in two letters where it has two: `fra`, `fr_FR`, `FR` are `fr`."""
    return _subtags(code)[0]


def _subtags(code: str) -> tuple[str, ...]:
    """A code's language, and its script or region in small letters: `pt-BR` is (`pt`, `br`)."""
    base, *rest = re.split(r"[-_]", code.strip().lower())
    return (_TWO.get(base, base), *rest)


def _languages(code: str) -> list[str]:
    """The languages that a model names, `deu_eng_fra` say; none where a family is among them."""
    base, *rest = re.split(r"[-_+]", code.strip())
    if len(base) == 2 and list(map(len, rest)) == [2]:
        rest = []  # a region, in small letters too: pt_br is no Breton
    small = [base.lower(), *filter(str.islower, rest)]  # others are a script or region: fr_FR
    named = [_TWO.get(part, part) for part in small]
    if any(len(part) == 3 for part in named):  # of a family; a language has two letters by now
        return []
    return [part for part in named if part in _THREE]


def _differs(told: str, asked: str) -> bool:
    """Whether a model says that it is for other languages; a family differs from nothing."""
    named = _languages(told)
    return bool(named) and language_of(asked) not in named
