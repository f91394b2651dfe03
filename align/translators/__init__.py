"""Segments become translations. One file an implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from align.errors import UsageError
from align.protocols import Translator
from align.registry import load, names

if TYPE_CHECKING:
    from align.translators.seam import Streaming, Tongue

DEFAULT_BEAM = 4


def open_translator(
    *,
    model: str = "bundled",
    engine: str | None = None,
    revision: str | None = None,
    device: str = "auto",
    threads: int = 0,
    beam: int = DEFAULT_BEAM,
    precision: str | None = None,
    cache: bool = True,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> Translator:
    """Open a translator with guardrails, and a cache unless told otherwise.

    Args:
        model: `bundled`, a folder, or a name on the hub.
        engine: `ctranslate2`, `transformers` or `fake`; None takes the first that is there.
        revision: of a hub model.
        device: `auto`, `cpu` or `cuda`.
        threads: cores to use, 0 for all.
        beam: hypotheses that the search keeps, 1 is greedy.
        precision: `int8`, `float32`, ...; None takes the engine's own default.
        cache: keep translations for the next time.
        source_lang: what the texts are in, checked against the model where given.
        target_lang: what they shall become.

    Raises:
        ModelError: no such model, or one for other languages; a device that is not there.
        UsageError: no such engine, or an option out of range.
    """
    made = open_engine(
        model=model, engine=engine, revision=revision, device=device, threads=threads, beam=beam,
        precision=precision, source_lang=source_lang, target_lang=target_lang,
    )  # fmt: skip
    tongue = open_tongue(
        model=model, engine=engine, revision=revision, source_lang=source_lang,
        target_lang=target_lang,
    )  # fmt: skip
    return guard(made, cache=cache and engine != "fake", tongue=tongue)


def open_engine(
    *,
    model: str = "bundled",
    engine: str | None = None,
    revision: str | None = None,
    device: str = "auto",
    threads: int = 0,
    beam: int = DEFAULT_BEAM,
    precision: str | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
    replicas: int = 1,
) -> Streaming:
    """Open an engine without guardrails, for who adds them elsewhere; else as `open_translator`.

    English numbers are mended, and names where a list of known words lies beside the model.

    `replicas`: callers that CTranslate2 serves at once over one copy of the model, each with
    `threads` cores; the other engines know only one.
    """
    from align.translators.decoding import Decoding, check_beam
    from align.translators.devices import check_threads
    from align.translators.mending import MendingTranslator
    from align.translators.normalizing import NormalizingTranslator

    check_beam(beam)
    check_threads(threads)

    kind: Any = _engine(engine)
    if kind.name == "fake":
        fake: Streaming = kind()
        return fake
    options: dict[str, object] = {} if precision is None else {"precision": precision}
    if kind.name == "ctranslate2":
        options["replicas"] = replicas
    made = kind(
        model=model, revision=revision, source_lang=source_lang, target_lang=target_lang,
        device=device, threads=threads, decoding=Decoding(beam=beam), **options,
    )  # fmt: skip
    tongue = open_tongue(
        model=model, revision=revision, source_lang=source_lang, target_lang=target_lang
    )
    known = tongue.known()
    read: Streaming = NormalizingTranslator(made, known=known) if known and tongue.french else made
    return MendingTranslator(read, tongue)


def open_tongue(
    *,
    model: str = "bundled",
    engine: str | None = None,
    revision: str | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> Tongue:
    """Return what is known of the languages of a model; of the fake engine's nothing is."""
    from functools import partial

    from align.translators.mends.spelling import known_words
    from align.translators.models import model_folder, stated_langs
    from align.translators.seam import UNKNOWN, Tongue
    from align.translators.targets import only_language

    if engine == "fake":
        return UNKNOWN
    stated = stated_langs(model, revision=revision)
    source, target = source_lang or stated[0], target_lang or stated[1]
    folder = model_folder(model, revision=revision)
    return Tongue(
        partial(known_words, folder),
        english=only_language(target) == "en",
        french=only_language(source) == "fr",
    )


def guard(engine: Streaming, *, cache: bool, tongue: Tongue | None = None) -> Translator:
    """Give an engine its guardrails, and the user's cache where wanted.

    `tongue` is what `open_tongue` knows of its languages; None: nothing.
    """
    from align.translators.guarded import GuardedTranslator
    from align.translators.seam import UNKNOWN

    if cache:
        from align.translators.cache import CachedTranslator
        from align.translators.store import Store

        engine = CachedTranslator(engine, Store())
    return GuardedTranslator(engine, tongue or UNKNOWN)


def check_engine(name: str) -> None:
    """Check that there is an engine of this name.

    Raises:
        UsageError: there is none.
    """
    known = names("translator")
    if name not in known:
        raise UsageError(f"There is no engine '{name}'; there are: {', '.join(known)}.")


def check_device(engine: str | None, device: str) -> None:
    """Check that an engine's device is there; no model is looked at.

    Raises:
        UsageError: it is not there.
    """
    from align.translators.devices import pick_device

    kind: Any = _engine(engine)
    if kind.name != "fake":
        pick_device(device, cuda=kind.sees_gpu)


def _engine(name: str | None) -> Any:
    from importlib.util import find_spec

    if name is None:
        name = "ctranslate2" if find_spec("ctranslate2") else "transformers"
    check_engine(name)
    return load("translator", name)
