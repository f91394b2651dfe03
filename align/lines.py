"""A text on one line: what ends a line inside a sentence becomes a blank."""

from __future__ import annotations

import re

_BLANK = r"[^\S\u00a0\u202f]"  # a no-break space is part of the text
# All that ends a line somewhere, a form feed inside one too: XML forbids it. The blanks around it
# look back, else the search would begin anew at each of a run.
_END = r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"
_ENDS = re.compile(rf"(?<!{_BLANK}){_BLANK}*{_END}{_BLANK}*")
_ANY = re.compile(_END)


def on_one_line(text: str) -> str:
    r"""Put one blank for each line break and the blanks around it; no-break spaces stay.

    >>> on_one_line("Le chat \n  dort."), on_one_line("Quoi\u00a0\n?")
    ('Le chat dort.', 'Quoi\xa0 ?')
    """
    return _ENDS.sub(" ", text) if _ANY.search(text) else text  # most have none: seven times faster
