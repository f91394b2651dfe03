"""Other programs' libraries read what we write (translate-toolkit is GPL: for tests only)."""

from __future__ import annotations

import io

import pytest

from align.records import CorpusHeader, Origin, TranslationUnit
from align.registry import load
from align.signature import Signature

toolkit = pytest.importorskip("translate.storage", reason="translate-toolkit is not installed")

PAIRS = [("« Où ? » & <b>", "“Where?” ]]> 😀"), ("Un\u00a0mot\x0b.", "One\u200f word.")]
HEADER = CorpusHeader("fr", "en", Signature.of(a="1"), "20260102T030405Z", "a.txt")
UNITS = [
    TranslationUnit(source, target, "fr", "en", "1:1", Origin.MACHINE, f"[{n}]:[{n}]", engine="e")
    for n, (source, target) in enumerate(PAIRS)
]


def test_translate_toolkit_reads_our_tmx() -> None:
    tmx = pytest.importorskip("translate.storage.tmx")
    stream = io.BytesIO()
    load("writer", "tmx")().write(UNITS, stream, header=HEADER)
    store = tmx.tmxfile.parsestring(stream.getvalue())
    store.sourcelanguage, store.targetlanguage = "fr", "en"
    read = [(str(unit.source), str(unit.target)) for unit in store.units]
    assert read == [(s.replace("\x0b", "\ufffd"), t) for s, t in PAIRS]


def test_translate_toolkit_reads_our_xliff() -> None:
    xliff2 = pytest.importorskip("translate.storage.xliff2")
    stream = io.BytesIO()
    load("writer", "xliff")().write(UNITS[:1], stream, header=HEADER)
    store = xliff2.Xliff2File.parsestring(stream.getvalue())
    assert [(str(unit.source), str(unit.target)) for unit in store.units] == PAIRS[:1]
