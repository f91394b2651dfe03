"""A translator whose names are spelt, and whose numbers are grouped, as they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from align.protocols import SegmentPair
from align.records import Likelihood, Translation
from align.signature import Signature
from align.translators.mends.acronyms import acronyms, english_acronyms, lost_acronyms
from align.translators.mends.changes import english_changes
from align.translators.mends.currencies import english_codes
from align.translators.mends.disguise import Disguised, disguised
from align.translators.mends.figures import (
    as_dialled,
    english_afternoons,
    english_decimals,
    english_groups,
    english_hours,
    of_twelve,
)
from align.translators.mends.forenames import as_christened
from align.translators.mends.idioms import english_idioms
from align.translators.mends.multiples import english_multiples
from align.translators.mends.nouns import glossed, lost_nouns
from align.translators.mends.persons import accented, lost, persons
from align.translators.mends.spelling import misspelt, respelt, with_capital, with_initials
from align.translators.mends.toponyms import lost_places, respelt_places, toponyms
from align.translators.mends.typography import (
    english_brackets,
    english_bytes,
    english_eras,
    english_money,
    english_ordinals,
    english_quotes,
    english_rates,
)
from align.translators.seam import Streaming, Tongue

MENDING = 17
"""Raise it when other things are mended: it is part of the signature, and so of the cache's key."""
_ENGLISH = (
    english_groups, english_decimals, of_twelve, english_hours, english_afternoons,
    english_ordinals, english_money, english_codes, english_bytes, english_rates, english_eras,
    english_brackets, english_quotes, english_multiples, english_changes,
    english_idioms,
)  # fmt: skip
_LEAST = -6.0  # nats that the source's spelling of a name may cost


class MendingTranslator:
    """Wraps an engine: mends its numbers, and names that nobody knows.

    In English `4 200` becomes `4,200`, `900 €` becomes `€900`, `43th` `43rd`, `8 h` is not 8 p.m.,
    and Jean is not John; quotation marks stand close, and the first word has its source's
    capital. Telephone numbers have the source's groups,
    and `J. P. P. Keller` its initials. A misspelt name gets the source's spelling where the model,
    asked by forced decoding, finds it not far less likely than its own: `Liguria` stays. A text
    with a French person or place whose name is lost, an acronym, or a noun that small models take
    for another, is translated with another in its place.

    Args:
        engine: what translates and scores.
        tongue: what is known of its languages; where there are no known words, names stay as they
            are.
    """

    def __init__(self, engine: Streaming, tongue: Tongue) -> None:
        """Take the engine and what is known."""
        self._engine = engine
        self._tongue = tongue
        self._known = tongue.known()

    @property
    def signature(self) -> Signature:
        """The engine's, and the version of what is mended."""
        return self._engine.signature | Signature.of(mending=MENDING)

    def safer(self) -> MendingTranslator:
        """Return the same with the decoding that a second try uses."""
        return MendingTranslator(self._engine.safer(), self._tongue)

    def stream(self, texts: Sequence[str]) -> Iterator[list[Translation]]:
        """Yield what the engine makes, mended."""
        english = _ENGLISH if self._tongue.english else ()
        begun = partial(with_capital, known=self._known)
        for batch in self._engine.stream(texts):
            made = self._respelt(texts, batch)
            if self._tongue.english:
                made = self._named(texts, made)
            for mended in (with_initials, begun, *english, as_dialled):
                made = [replace(one, text=mended(texts[one.segment], one.text)) for one in made]
            yield made

    def score(self, pairs: Sequence[SegmentPair]) -> Iterator[list[tuple[int, Likelihood]]]:
        """Yield what the engine says."""
        return self._engine.score(pairs)

    def _named(self, texts: Sequence[str], batch: list[Translation]) -> list[Translation]:
        """Mend names of persons and places: what is lost is translated again in disguise."""
        sources = [texts[made.segment] for made in batch]
        people = [persons(source, self._known) if self._tongue.french else [] for source in sources]
        places = [toponyms(source) if self._tongue.french else [] for source in sources]
        told = self._tongue.french and bool(self._known)  # what is a word in capitals

        def spelt(place: int, made: Translation) -> Translation:
            source = sources[place]
            text = accented(people[place], source, as_christened(source, made.text))
            if self._tongue.french:
                text = english_acronyms(source, text)
            return replace(made, text=respelt_places(places[place], text))

        named = [spelt(place, made) for place, made in enumerate(batch)]
        asked: dict[int, Disguised] = {}
        for place, made in enumerate(named):
            source, target = sources[place], made.text
            missed = lost(people[place], source, target, self._known)
            gone = lost_places(places[place], target)
            short = lost_acronyms(acronyms(source, self._known), source, target) if told else []
            wrong = lost_nouns(glossed(source), target) if told else []
            if missed or gone or short or wrong:
                disguise = disguised(source, missed, gone, short, wrong)
                if disguise is not None:
                    asked[place] = disguise
        for place, made in self._undisguised(batch, asked, texts):
            named[place] = spelt(place, made)
        return named

    def _undisguised(
        self, batch: Sequence[Translation], asked: Mapping[int, Disguised], texts: Sequence[str]
    ) -> Iterator[tuple[int, Translation]]:
        """Translate what is disguised; yield places in the batch where that went well."""
        if not asked:
            return
        places = list(asked)
        found: dict[int, Translation] = {}
        for tried in chain.from_iterable(self._engine.stream([d.text for d in asked.values()])):
            place = places[tried.segment]
            text = asked[place].restored(tried.text)
            if text is not None and tried.flags == batch[place].flags:
                found[place] = replace(batch[place], text=text)
        yield from zip(found, self._respelt(texts, list(found.values())), strict=True)

    def _respelt(self, texts: Sequence[str], batch: list[Translation]) -> list[Translation]:
        if not self._known:
            return batch
        found = [
            (place, made, spelt)
            for place, translation in enumerate(batch)
            for made, spelt in misspelt(texts[translation.segment], translation.text, self._known)
        ]
        if not found:
            return batch
        pairs: list[SegmentPair] = []
        for place, made, spelt in found:
            source, target = texts[batch[place].segment], batch[place].text
            pairs += [((source,), (target,)), ((source,), (respelt(target, made, spelt),))]
        nats = dict(pair for scored in self._engine.score(pairs) for pair in scored)
        mended = list(batch)
        for number, (place, made, spelt) in enumerate(found):
            if _total(nats[2 * number + 1]) - _total(nats[2 * number]) >= _LEAST:
                text = respelt(mended[place].text, made, spelt)
                mended[place] = replace(mended[place], text=text)
        return mended


def _total(likelihood: Likelihood) -> float:
    return sum(likelihood.nats) + likelihood.end
