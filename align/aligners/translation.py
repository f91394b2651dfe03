"""The main aligner: translations, lexicon, cognates and lengths in one model of beads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from align.aligners.chain import BestPath, band_of, competition, find_path, weights_of
from align.aligners.features import View
from align.aligners.inputs import require_one_each
from align.aligners.lexicon import Lexicon, read_lexicon
from align.aligners.reasons import reasons
from align.aligners.views import forward_view
from align.records import Bead
from align.signature import Signature, package_version

_MODELS = Path(__file__).parent.parent / "models"


def bundled_lexicon(source_lang: str, target_lang: str) -> Lexicon | None:
    """Return the lexicon that ships with a bundled model, None where there is none."""
    path = _MODELS / f"{source_lang}-{target_lang}" / "lexicon.npz"
    return read_lexicon(path) if path.is_file() else None


class TranslationAligner:
    """Aligns by what the source's translation and its words' translations share with the target.

    Monotone m:n beads and nulls. Where the lexicon or the translations run from the target's
    language to the source's, the sides are exchanged inside; where both directions of
    translation are given, both are used.
    """

    name = "translation"
    translates = True

    def __init__(
        self, *, source_lang: str = "fr", target_lang: str = "en", lexicon: Lexicon | None = None
    ) -> None:
        """Take the languages; the bundled lexicon is used unless one is given."""
        self._forward = lexicon or bundled_lexicon(source_lang, target_lang)
        self._backward = None
        if self._forward is None:
            self._backward = bundled_lexicon(target_lang, source_lang)
        self._langs = f"{source_lang}-{target_lang}"

    @property
    def signature(self) -> Signature:
        """Name, version, languages, and whether a lexicon stands behind it."""
        lexicon = self._forward or self._backward
        return Signature.of(
            aligner=self.name, langs=self._langs, lexicon=lexicon.size if lexicon else "none",
            version=package_version(),
        )  # fmt: skip

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        translations: Sequence[str] | None = None,
        reverse: Sequence[str] | None = None,
    ) -> tuple[Bead, ...]:
        """Return beads that hold every index of both sides exactly once."""
        require_one_each(source, target, translations=translations, reverse=reverse)
        if not source or not target:
            return tuple(Bead((i,), ()) for i in range(len(source))) + tuple(
                Bead((), (j,)) for j in range(len(target))
            )
        if not self.translates:
            translations = reverse = None
        first = (self._forward, translations)
        second = (self._backward, reverse)
        if all(x is None for x in first) and any(x is not None for x in second):
            path, view = self._search(target, source, second, (None, None))
            return _beads(path, target, source, view, exchanged=True)
        path, view = self._search(source, target, first, second)
        return _beads(path, source, target, view, exchanged=False)

    def _search(
        self,
        source: Sequence[str],
        target: Sequence[str],
        given: tuple[Lexicon | None, Sequence[str] | None],
        given_back: tuple[Lexicon | None, Sequence[str] | None],
    ) -> tuple[BestPath, View]:
        lexicon, translations = given
        kind = "both" if lexicon and translations else "translation" if translations else "lexicon"
        view = forward_view(source, target, lexicon=lexicon, translations=translations)
        back = None
        if any(x is not None for x in given_back):
            back = forward_view(
                target, source, lexicon=given_back[0], translations=given_back[1],
                band=band_of(view).transposed(len(target)),
            )  # fmt: skip
        return find_path(view, weights_of(kind), back), view


def _beads(
    path: BestPath, source: Sequence[str], target: Sequence[str], view: View, *, exchanged: bool
) -> tuple[Bead, ...]:
    beads = []
    for (i, a, j, b), chance in zip(path.rows.tolist(), path.chance.tolist(), strict=True):
        why = None
        if a and b:
            why = reasons(
                " ".join(source[i : i + a]), " ".join(target[j : j + b]),
                competition(view, i, a, j, b), ratio=view.ratio,
            )  # fmt: skip
        sides = (tuple(range(i, i + a)), tuple(range(j, j + b)))
        one, other = sides[::-1] if exchanged else sides
        beads.append(Bead(one, other, score=round(chance, 4), reasons=why))
    return tuple(beads)
