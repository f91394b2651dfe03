"""French idioms that models turn into their contrary: of `je m'en doute` they make "I doubt it"."""

from __future__ import annotations

import re

# "Il se doute", "nous nous doutions", "je m'en doute", "elle s'était doutée", not "nous doutons".
_SUSPECTS = re.compile(
    r"\b(?:[mts]e|nous nous|vous vous|[mts]['’]en|(?:nous nous|vous vous) en)"
    r" (?:(?:suis|es|est|étais|était|étaient|serais|serait|sont) )?(?:bien )?dout[a-zàâèéêû]+"
    r"|\b[mts]['’](?:es|est|étais|était|étaient|étant|être) (?:bien )?douté",
    re.IGNORECASE,
)
_DOUBTS = re.compile(r"\bdout[a-zàâèéêû]*", re.IGNORECASE)
_DOUBT = re.compile(
    r"(?<!\bno )(?<!\bNo )(?<!\ba )(?<!\bany )\b([Dd])oubt(s|ed|ing)?\b(?: (?:whether|if)\b)?"
)
_HAD_DOUBTS = re.compile(r"\b(?:had|has|have) (?:had )?doubts about\b")
_SUSPENDED = re.compile(r"\bwith (?:a )?sursis\b")


def english_idioms(source: str, target: str) -> str:
    """Write `suspect` for doubt where a French text has `se douter`, and `suspended` for sursis.

    A text that doubts as well, or has a `doute`, is left alone.

    >>> english_idioms("Je m'en doutais.", "I doubted it.")
    'I suspected it.'
    """
    if "dout" in source:
        found = list(_SUSPECTS.finditer(source))
        if found and len(_DOUBTS.findall(source)) == len(found):
            target = _DOUBT.sub(_suspected, _HAD_DOUBTS.sub("suspected", target))
    return _SUSPENDED.sub("suspended", target) if "avec sursis" in source else target


def _suspected(found: re.Match[str]) -> str:
    verb = f"{'S' if found[1] == 'D' else 's'}uspect{found[2] or ''}"
    return f"{verb} that" if found[0].endswith((" whether", " if")) else verb
