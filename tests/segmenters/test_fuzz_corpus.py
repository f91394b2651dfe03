"""The fuzz corpus: odd texts, each split without losing or moving a character."""

import io

import pytest

from align.aligners.renderings import rendering
from align.encodings import decode
from align.errors import ReadError
from align.languages import choose_languages, relabel, route
from align.readers.stream import TextStream
from align.readers.text import TextReader, blocks_of
from align.records import Document
from align.segmenters.rules import RuleSegmenter
from align.streaming import StreamedText

NB, THIN, ZERO, BOM = "\u00a0", "\u202f", "\u200b", "\ufeff"
FRENCH = f"M. Dupont est là. « Viens{NB}! » dit-il. Puis la pluie tombe sur la ville, etc. Il part."
ARABIC = "وصل الوزير إلى الميناء. ثم تحدث مع البحارة! هل كان ذلك كافيا؟"
DECOMPOSED = "L'e\u0301te\u0301 a e\u0301te\u0301 beau. E\u0301douard l'a dit. A\u0300 demain."

CORPUS = {
    "nothing": "",
    "mark alone": BOM,
    "mark inside": f"Il pleut.{BOM} Il vente.\n{BOM}Il neige.",
    "mixed line ends": "Un.\nDeux.\r\nTrois.\rQuatre.\n\rCinq.\r\r\nSix.",
    "line ends at a block's end": "Un titre\r\n\r\nIl pleut. \r\n\r\n\r\nIl vente.\t\r\n",
    "other line ends": "Un.\vDeux.\fTrois.\x85Quatre.\u2028Cinq.\u2029Six.\x1cSept.\x1eHuit.",
    "nul": "Il\0 pleut.\0\0 Il vente.\n\0\nFin.\0",
    "controls": "".join(map(chr, range(32))) + " Il pleut.\x7f Il vente.\x9f",
    "surrogates": b"Il \xff pleut\xed\xa0\x80. Il vente.\x80".decode("utf-8", "surrogateescape"),
    "lone halves": "\ud800 Il pleut. \udc00 Il vente.\ud83d",
    "right to left": f"{ARABIC} {FRENCH}\n\u202b{ARABIC}\u202c",
    "combining marks": DECOMPOSED + "\u0301 \u0301. \u0301A\u0308\u0301\u0327.",
    "many marks": "e" + "\u0301" * 5000 + ". E" + "\u0300" * 5000,
    "zero width": f"Il{ZERO}pleut.{ZERO} {ZERO}Il vente.{ZERO}\n{ZERO}\n\u2060Fin\u200d.\u200c",
    "no-break spaces": f"{NB}Il pleut{THIN}!{NB}Il vente{NB}?{NB}Oui{THIN}…{THIN}\n{NB}\n{THIN}",
    "other spaces": "\u3000Il pleut.\u2003Il vente.\u2009Il neige.\u1680Fin.\u205f",
    "punctuation": ".?!…«»“”‘’\"'()[]{}—–-:;,*•#_/\\ . ? ! … « » “ ” ( ) — * - • # ...",
    "stops": "." * 3000 + " . " * 1000 + "?!" * 500,
    "quotes": '"' * 3000 + " ' \" » « " * 500,
    "brackets": "(" * 3000 + "a" + ")." * 3000,
    "digits": "1. 2. 3.4.5 6\n7.\n8 9,10 " * 200,
    "bullets": "- \n• \n* a\n- - b\n1.\n1. \n(a)\n# \n## c\n" * 20,
    "wide characters": "𝔄𝔅. 𝔄𝔅! 👩‍👩‍👧‍👦. 🇫🇷🇬🇧? 中文。日本語！한국어.",
    "case": "ǅ. ß. ﬁn. İstanbul. ıi. ΑΣ. Ⅻ. ª. º. ² a. ³ B. ½ C.",
    "capitals": "IL PLEUT. M. DUPONT EST LÀ. " * 50,
    "cut words": "a\u00adb\u2010c\u2011d. E\u00ad\nf-\ng.",
    "quoted line ends": "« Il pleut.\r\n\r\nIl vente. »\r\n\r\n« Fin",
    "a long line": f"Il pleut{NB}sur la ville et sur le port depuis ce matin, sans une pause. "
    * 142_000,
    "a long word": "mot" * 1_000_000 + ". " + "Mot" * 1_000_000,
    "long white space": "Il pleut." + " " * 1_000_000 + "Il vente." + "\n" * 100_000 + "Fin.",
}


def test_the_long_line_is_long() -> None:
    assert len(CORPUS["a long line"].encode()) >= 10_000_000
    assert "\n" not in CORPUS["a long line"]


@pytest.mark.parametrize("lang", ["fr", "en", "de"])
@pytest.mark.parametrize("case", CORPUS)
def test_round_trip(case: str, lang: str) -> None:
    text = CORPUS[case]
    if lang != "fr" and len(text) > 100_000:
        pytest.skip("once is enough")
    document = Document(id="x", text=text, blocks=blocks_of(text))
    document = route(document, langs=[lang])
    segments = relabel(RuleSegmenter().segment(document), document, langs=[lang])
    position, parts = 0, []
    for item in segments:
        assert position <= item.start < item.end
        assert item.text == text[item.start : item.end]
        parts += text[position : item.start], item.text
        position = item.end
    assert "".join([*parts, text[position:]]) == text
    kept = "".join(item.text for item in segments)  # in a block, only white space is left out
    blocks = "".join(text[block.start : block.end] for block in document.blocks)
    assert "".join(kept.split()) == "".join(blocks.split())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("case", [case for case in CORPUS if len(CORPUS[case]) < 100_000])
def test_from_bytes_in_pieces(case: str, encoding: str) -> None:
    data = CORPUS[case].encode(encoding, "replace").replace(b"\0\0\0\0", b"")
    if encoding.startswith("utf-8"):
        data = data.replace(b"\0", b"")
    try:
        text = decode(data, name="x")
    except ReadError:  # full of controls
        with pytest.raises(ReadError):
            TextStream(io.BytesIO(data), name="x", piece=7)
        return
    document = TextReader().read(data, name="x")
    langs = choose_languages(document, source_lang="fr", target_lang="en")
    document = route(document, langs=langs, renders=rendering)
    expected = [(s.start, s.end, s.text) for s in RuleSegmenter().segment(document)]
    if not expected:
        return
    found = []
    streamed = StreamedText(
        io.BytesIO(data), name="x", source_lang="fr", target_lang="en", piece=97
    )
    for part in streamed.parts():
        found += [(part.base + s.start, part.base + s.end, s.text) for s in part.segments]
    assert "".join(TextStream(io.BytesIO(data), name="x", piece=7).pieces()) == text
    assert found == expected
    assert all(text[start:end] == kept for start, end, kept in found)
