"""TMX and XLIFF as others write them: versions, encodings, languages, inline tags, traps."""

from __future__ import annotations

import io
import tracemalloc
from collections import Counter

import pytest

from align.bitexts.bitext import Bitext
from align.bitexts.tmx import TmxReader
from align.bitexts.xliff import XliffReader
from align.errors import ReadError
from align.records import Origin

HEADER = '<header srclang="fr" creationdate="20260102T030405Z"><note>n</note></header>'


def tmx(*units: str, header: str = HEADER, version: str = "1.4", lang: str = "xml:lang") -> str:
    body = "".join(f"<tu>{unit}</tu>\n" for unit in units)
    return f'<tmx version="{version}">{header}<body>{body}</body></tmx>'.replace("@lang", lang)


def tuv(lang: str, content: str, attributes: str = "") -> str:
    return f'<tuv @lang="{lang}" {attributes}><seg>{content}</seg></tuv>'


def read(text: str | bytes, **languages: str) -> Bitext:
    data = text if isinstance(text, bytes) else text.encode()
    return TmxReader().read(io.BytesIO(data), name="f.tmx", **languages)


def pairs(text: str | bytes, **languages: str) -> list[tuple[str, str]]:
    return [(unit.source, unit.target) for unit in read(text, **languages).units]


PAIR = tuv("fr", "été") + tuv("en", "summer")


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4", "1.4b"])
@pytest.mark.parametrize("lang", ["lang", "xml:lang"])
def test_versions_and_both_names_of_the_language(version: str, lang: str) -> None:
    assert pairs(tmx(PAIR, version=version, lang=lang)) == [("été", "summer")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", [True, False])
def test_encodings_with_and_without_a_mark(encoding: str, declared: bool) -> None:
    name = "utf-16" if "16" in encoding else "utf-8"
    prolog = f'<?xml version="1.0" encoding="{name}"?>\n' if declared else ""
    assert pairs((prolog + tmx(PAIR)).encode(encoding)) == [("été", "summer")]


def test_eight_bit_encodings_are_read_as_declared() -> None:
    text = '<?xml version="1.0" encoding="windows-1252"?>' + tmx(PAIR)
    assert pairs(text.encode("cp1252")) == [("été", "summer")]


def test_a_doctype_is_not_followed() -> None:
    assert pairs('<!DOCTYPE tmx SYSTEM "/nowhere/tmx14.dtd">' + tmx(PAIR)) == [("été", "summer")]
    with pytest.raises(ReadError, match="&eacute; is not declared"):
        pairs('<!DOCTYPE tmx SYSTEM "/nowhere/tmx14.dtd">' + tmx(tuv("fr", "&eacute;")))


@pytest.mark.parametrize(
    "entity", ['e "x"', 'e SYSTEM "file:///etc/passwd"', 'e "&f;&f;"', '% e SYSTEM "x"']
)
def test_entities_are_refused(entity: str) -> None:
    with pytest.raises(ReadError, match=r"f.tmx, line 2: the file declares the entity 'e'"):
        pairs(f"<!DOCTYPE tmx [\n<!ENTITY {entity}>]>" + tmx(tuv("fr", "a")))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('a <bpt i="1">&lt;b></bpt>b<ept i="1">&lt;/b></ept> c', "a b c"),
        ('a<ph type="image">&lt;br.png/></ph>b', "ab"),
        ("a<ph>&lt;br/></ph>b", "a b"),
        ("<ph>&lt;BR></ph>a. <it>&lt;br1/></it> <ph>\n</ph>b<ph>&lt;br/></ph>! ", "a. b!"),
        ('a<ph type="lb"/>b<ph type="fnote">x<ph type="lb"/></ph>c', "a bc"),
        ('a<ph>&lt;mq:ch val="&#10;" /></ph>b<ph>&lt;mq:ch val="&amp;#9;" /></ph>c', "a b c"),
        ("a<ut>{\\line }</ut>b<ut>\\linex</ut>c", "a bc"),
        ('a<it pos="begin">x</it>b<ut>y</ut>c', "abc"),
        ("a <hi>b <hi>c</hi></hi> d", "a b c d"),
        ("a<ph>x<sub>y</sub>z</ph>b", "ab"),
        ("a<![CDATA[<b>]]>&amp;", "a<b>&"),
        (" a\nb ", " a\nb "),
    ],
)
def test_the_text_of_a_segment(content: str, text: str) -> None:
    bitext = read(tmx(tuv("fr", content) + tuv("en", "x")))
    assert [unit.source for unit in bitext.units] == [text]
    assert bool(bitext.losses) == any(
        tag in content for tag in ("<bpt", "<ph", "<it", "<hi", "<ut")
    )


MANY = tmx(
    tuv("en", "cat") + tuv("fr-CA", "chat") + tuv("de", "Katze"),
    tuv("DE", "Hund") + tuv("FR", "chien") + tuv("en-GB", "dog"),
    tuv("de", "Pferd") + tuv("it", "cavallo"),
    tuv("fr", "vache"),
)


def test_the_pair_of_languages_asked_for() -> None:
    bitext = read(MANY, source_lang="fr", target_lang="de")
    units = list(bitext.units)
    assert [(unit.source, unit.target, unit.bead) for unit in units] == [
        ("chat", "Katze", "1:1"),
        ("chien", "Hund", "1:1"),
        ("", "Pferd", "0:1"),
        ("vache", "", "1:0"),
    ]
    assert units[0].source_lang == "fr-CA"
    assert bitext.losses["further variants"] == 3  # cat, dog, cavallo


def test_the_source_language_and_the_first_other_by_default() -> None:
    bitext = read(MANY)
    assert [(unit.source, unit.target) for unit in bitext.units] == [
        ("chat", "cat"), ("chien", "dog"), ("vache", ""),
    ]  # fmt: skip
    assert bitext.losses["units in other languages"] == 1
    assert (bitext.header.source_lang, bitext.header.target_lang) == ("fr-CA", "en")


MIXED = (
    '<tmx version="1.4"><header srclang="{srclang}"/><body>'
    '<tu><tuv xml:lang="en"><seg>One.</seg></tuv><tuv xml:lang="fr"><seg>Un.</seg></tuv></tu>'
    '<tu srclang="fr"><tuv xml:lang="fr"><seg>Deux.</seg></tuv>'
    '<tuv xml:lang="en"><seg>Two.</seg></tuv></tu>'
    '<tu srclang="fr"><tuv xml:lang="fr-CA"><seg>Trois.</seg></tuv></tu></body></tmx>'
)


@pytest.mark.parametrize("srclang", ["en", "*all*"])
@pytest.mark.parametrize("target_lang", [None, "fr"])
def test_units_of_both_directions_come_in_one(srclang: str, target_lang: str | None) -> None:
    """Memories that teams merge have both: none loses its text."""
    bitext = read(MIXED.format(srclang=srclang), target_lang=target_lang)
    assert [(unit.source, unit.target, unit.source_lang) for unit in bitext.units] == [
        ("One.", "Un.", "en"), ("Two.", "Deux.", "en"), ("", "Trois.", "en"),
    ]  # fmt: skip
    assert not bitext.losses


def test_a_file_is_in_the_languages_of_its_first_whole_unit() -> None:
    bitext = read(tmx(tuv("fr", "seul"), PAIR))
    assert (bitext.header.source_lang, bitext.header.target_lang) == ("fr", "en")


def test_a_language_that_no_unit_has() -> None:
    with pytest.raises(ReadError, match="no unit is in es; there are en, fr-CA, de"):
        pairs(MANY, source_lang="fr", target_lang="es")


@pytest.mark.parametrize("srclang", ["*all*", ""])
def test_without_a_source_language_the_first_is_the_source(srclang: str) -> None:
    text = tmx(PAIR, header=f'<header srclang="{srclang}"/>')
    assert pairs(text) == [("été", "summer")]


def test_the_source_language_of_a_tu_counts() -> None:
    text = tmx(PAIR).replace("<tu>", '<tu srclang="en">')
    assert pairs(text) == [("summer", "été")]


@pytest.mark.parametrize(
    ("attributes", "prop", "origin"),
    [
        ("", "", Origin.HUMAN),
        ('creationid="MT:engine"', "", Origin.MACHINE),
        ('changeid="MT!"', "", Origin.MACHINE),
        ('creationid="Marthe"', "", Origin.HUMAN),
        ("", '<prop type="x-origin">machine</prop>', Origin.MACHINE),
        ('creationid="MT"', '<prop type="x-origin">human</prop>', Origin.HUMAN),
    ],
)
def test_machine_translations_are_recognised(attributes: str, prop: str, origin: Origin) -> None:
    (unit,) = read(tmx(prop + tuv("fr", "a") + tuv("en", "b", attributes))).units
    assert unit.origin is origin


@pytest.mark.parametrize(
    ("attributes", "origin"),
    [
        ('creationid="MT!"', Origin.MACHINE),
        ('creationid="Marthe" changeid="MT!"', Origin.MACHINE),
        ('creationid="MT!" changeid="Marthe"', Origin.HUMAN),
        ('creationid="Marthe"', Origin.HUMAN),
    ],
)
def test_the_author_of_a_tu_may_be_a_machine(attributes: str, origin: Origin) -> None:
    (unit,) = read(tmx(PAIR).replace("<tu>", f"<tu {attributes}>")).units
    assert unit.origin is origin


@pytest.mark.parametrize(
    ("by", "srclang", "origin"),
    [("fr", "fr", Origin.MACHINE), ("en", "fr", Origin.HUMAN), ("fr", "en", Origin.HUMAN)],
)
def test_who_changed_the_translation_counts_for_more_than_the_author_of_the_tu(
    by: str, srclang: str, origin: Origin
) -> None:
    variants = [tuv(lang, "a", 'changeid="Marthe"' if lang == by else "") for lang in ("fr", "en")]
    text = tmx("".join(variants)).replace("<tu>", f'<tu creationid="MT!" srclang="{srclang}">')
    (unit,) = read(text, source_lang="fr", target_lang="en").units
    assert unit.origin is origin


@pytest.mark.parametrize(
    ("by", "srclang", "machine_source"),
    [
        ({"en": 'creationid="MT!"'}, "fr", False),
        ({"fr": 'creationid="MT!"'}, "fr", True),
        ({"fr": 'creationid="MT!" changeid="Marthe"', "en": 'creationid="Eve"'}, "fr", True),
        ({"fr": 'creationid="MT!"', "en": 'creationid="MT!"'}, "fr", False),
        ({}, "fr", False),
        ({}, "en", True),
        ({"en": 'creationid="MT!"'}, "en", False),
    ],
)
def test_which_side_a_machine_wrote(by: dict[str, str], srclang: str, machine_source: bool) -> None:
    prop = '<prop type="x-origin">machine</prop>'
    variants = [tuv(lang, "a", by.get(lang, "")) for lang in ("fr", "en")]
    text = tmx(prop + "".join(variants)).replace("<tu>", f'<tu srclang="{srclang}">')
    (unit,) = read(text, source_lang="fr", target_lang="en").units
    assert (unit.origin, unit.machine_source) == (Origin.MACHINE, machine_source)
    (human,) = read(text.replace(">machine<", ">human<"), source_lang="fr", target_lang="en").units
    assert not human.machine_source


def test_what_has_no_place_is_counted() -> None:
    unit = '<note>n</note><prop type="p">v</prop><prop type="x-score">high</prop>' + PAIR
    bitext = read(tmx(unit))
    assert [(unit.score, unit.note) for unit in bitext.units] == [(None, "n")]
    assert bitext.header.notes == ("n",)
    assert bitext.losses == Counter(
        {"notes and properties of other tools": 1, "scores that are not numbers": 1}
    )


def test_what_tells_of_a_units_making_is_counted() -> None:
    attributes = 'creationid="Bob" creationdate="20200101T000000Z" changeid="Eve"'
    machine = 'creationid="MT:engine" changeid="Eve"'
    pair = tuv("fr", "a", attributes) + tuv("en", "b", machine)
    changed = tmx(pair).replace("<tu>", f'<tu tuid="t-1" {attributes}>')
    assert read(changed).losses == {"ids, dates and authors of units": 6}
    assert not read(tmx(PAIR).replace("<tu>", '<tu tuid="7" changeid="Eve">')).losses


XLIFF12 = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="fr" target-language="en" original="a" datatype="plaintext"><body><group>
<trans-unit id="1"><source>Le <g id="1">chat</g><x id="2"/> dort<ph id="3">&lt;br/></ph>.</source>
<seg-source><mrk mtype="seg" mid="1">Le chat dort.</mrk></seg-source>
<target state-qualifier="mt-suggestion">The <mrk mtype="term">cat</mrk> sleeps.</target>
<alt-trans><source>non</source><target>no</target></alt-trans><note>n</note></trans-unit>
<trans-unit id="2"><source>Oui.</source></trans-unit>
</group></body></file></xliff>"""
XLIFF20 = """<xliff version="2.0" srcLang="fr" trgLang="en"
 xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:m="urn:oasis:names:tc:xliff:matches:2.0">
<file id="f"><unit id="u"><m:matches><m:match ref="#s"><source>non</source><target>no</target>
</m:match></m:matches><originalData><data id="d">&lt;b></data></originalData>
<segment><source>Le <pc id="1">chat</pc> dort<ph id="2"/>.</source>
<target>The <mrk id="m">cat</mrk><cp hex="001F"/> sleeps.</target></segment>
<ignorable><source> </source></ignorable>
<segment><source>Oui.</source></segment></unit></file></xliff>"""


@pytest.mark.parametrize(
    ("text", "target", "origin"),
    [
        (XLIFF12, "The cat sleeps.", Origin.MACHINE),
        (XLIFF20, "The cat\x1f sleeps.", Origin.HUMAN),
    ],
)
def test_xliff_of_others(text: str, target: str, origin: Origin) -> None:
    bitext = XliffReader().read(io.BytesIO(text.encode()), name="f.xlf")
    first, second = bitext.units
    assert (first.source, first.target, first.origin) == ("Le chat dort.", target, origin)
    assert (second.source, second.target, second.bead) == ("Oui.", "", "1:0")
    assert bitext.losses["inline tags"] >= 3
    assert (bitext.header.source_lang, bitext.header.target_lang) == ("fr", "en")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('a<x id="1" ctype="lb"/>b<x id="2" ctype="image"/>c', "a bc"),
        ('a<ph id="1">&lt;br/></ph>b<cp hex="0000"/>c', "a b\0c"),
        ("a<bpt id='1'>&lt;b></bpt> b", "a b"),
        ('a<o:ph xmlns:o="other"> b</o:ph> c', "a b c"),
    ],
)
def test_a_code_of_xliff_that_breaks_the_line(content: str, text: str) -> None:
    whole = XLIFF12.replace("Oui.", content)
    _, unit = XliffReader().read(io.BytesIO(whole.encode()), name="f.xlf").units
    assert unit.source == text


@pytest.mark.parametrize(
    ("languages", "target", "wanted", "found"),
    [
        ('source-language="fr-FR" target-language="en_US"', "", {}, ("fr-FR", "en-US")),
        ('source-language="fr"', "", {"target_lang": "en"}, ("fr", "en")),
        ('source-language="fr"', ' xml:lang="en-GB"', {"target_lang": "en"}, ("fr", "en-GB")),
        ('source-language="fr"', ' xml:lang="en-GB"', {}, ("fr", "en-GB")),
    ],
)
def test_languages_of_xliff(
    languages: str, target: str, wanted: dict[str, str], found: tuple[str, str]
) -> None:
    whole = XLIFF12.replace('source-language="fr" target-language="en"', languages)
    whole = whole.replace("<target ", f"<target{target} ")
    first = next(XliffReader().read(io.BytesIO(whole.encode()), name="f.xlf", **wanted).units)
    assert (first.source_lang, first.target_lang) == found


SEGMENTED = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="fr" target-language="en" original="a" datatype="x"><body>
<trans-unit id="1"><source><g id="1">Un. Deux.</g></source>
<seg-source><g id="1">@s</g></seg-source><target><g id="1">@t</g></target></trans-unit>
</body></file></xliff>"""
ONE, TWO = '<mrk mtype="seg" mid="1">Un.</mrk>', '<mrk mtype="seg" mid="2">Deux.</mrk>'


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ('<mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two.</mrk>',
         [("Un.", "One."), ("Deux.", "Two.")]),
        ('<mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2"/>',
         [("Un.", "One."), ("Deux.", "")]),
        ('<mrk mtype="seg" mid="3">Three.</mrk><mrk mtype="seg" mid="2">Two.</mrk>',
         [("Un.", ""), ("Deux.", "Two."), ("", "Three.")]),
        ('<mrk mtype="seg" mid="1">One<mrk mtype="x-c">!</mrk><x id="2" ctype="lb"/>now.</mrk>',
         [("Un.", "One! now."), ("Deux.", "")]),
        ("", [("Un.", ""), ("Deux.", "")]),
        ("One. Two.", [("Un. Deux.", "One. Two.")]),
        ('<mrk mtype="seg" mid="1">One.</mrk> Two.', [("Un. Deux.", "One. Two.")]),
        ('<mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="1">Two.</mrk>',
         [("Un. Deux.", "One. Two.")]),
    ],
)  # fmt: skip
def test_marked_segments_of_xliff(target: str, found: list[tuple[str, str]]) -> None:
    """Trados and Okapi mark the sentences of a paragraph; no text may be lost by that."""
    text = SEGMENTED.replace("@s", f"{ONE} {TWO}").replace("@t", target)
    bitext = XliffReader().read(io.BytesIO(text.encode()), name="f.xlf")
    assert [(unit.source, unit.target) for unit in bitext.units] == found
    tags = sum(target.count(tag) for tag in ("x-c", "<x"))
    assert bitext.losses["inline tags"] == 2 + tags  # no tag of seg-source, no mark of a segment


def test_marks_that_do_not_hold_the_source_part_nothing() -> None:
    for content in (f"{ONE} Deux.", '<mrk mtype="seg" mid="1"/>'):
        text = SEGMENTED.replace("@s", content)
        text = text.replace("@t", '<mrk mtype="seg" mid="1">One. Two.</mrk>')
        (unit,) = XliffReader().read(io.BytesIO(text.encode()), name="f.xlf").units
        assert (unit.source, unit.target) == ("Un. Deux.", "One. Two.")


COPY20 = """<xliff version="2.1" srcLang="fr" trgLang="en"
 xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0">
<file id="f"><unit id="u">@meta<segment@state><source>Oui.</source><target>Oui. </target></segment>
</unit></file></xliff>"""
OURS = '<mda:metadata><mda:meta type="x-origin">human</mda:meta></mda:metadata>'


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        (COPY20.replace("@state", ' state="initial"').replace("@meta", ""), True),
        (COPY20.replace("@state", "").replace("@meta", ""), False),
        (COPY20.replace("@state", ' state="translated"').replace("@meta", ""), False),
        (COPY20.replace("@state", ' state="initial"').replace("@meta", OURS), False),
        *(
            (XLIFF12.replace("Oui.</source>", f"Oui.</source><target{state}>Oui.</target>"), copied)
            for state, copied in [
                (' state="new"', True), (' state="needs-translation"', True),
                (' state="translated"', False), ("", False),
            ]
        ),
        (XLIFF12.replace("Oui.</source>", 'Oui.</source><target state="new">Yes.</target>'), False),
    ],
)  # fmt: skip
def test_a_copy_of_the_source_is_no_translation(text: str, copied: bool) -> None:
    """Tools fill the target with the source, and say by its state that it is not translated."""
    bitext = XliffReader().read(io.BytesIO(text.encode()), name="f.xlf")
    *_, unit = bitext.units
    assert (unit.target == "", unit.bead == "1:0") == (copied, copied)
    assert bitext.losses["copies of sources, not translated yet"] == copied


def test_notes_of_a_proposed_translation_are_not_the_units() -> None:
    text = XLIFF12.replace("<target>no</target>", "<target>no</target><note>other</note>")
    bitext = XliffReader().read(io.BytesIO(text.encode()), name="f.xlf")
    assert [unit.note for unit in bitext.units] == ["n", ""]
    assert bitext.header.notes == ()


def test_xliff_entities_are_refused() -> None:
    with pytest.raises(ReadError, match="declares the entity"):
        XliffReader().read(io.BytesIO(b'<!DOCTYPE x [<!ENTITY e "x">]><x/>'), name="f")


@pytest.mark.parametrize(
    ("name", "text"), [("x-prior", "0.5 nan"), ("x-prior", "often"), ("x-reasons", "0.1 0.2 0.3")]
)
def test_figures_of_xliff_that_are_none_are_told_with_their_name(name: str, text: str) -> None:
    data = f"""<xliff version="2.1" srcLang="fr" trgLang="en"
 xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0">
<file id="f"><unit id="u"><mda:metadata><mda:metaGroup><mda:meta type="{name}">{text}</mda:meta>
</mda:metaGroup></mda:metadata><segment><source>Un.</source><target>One.</target></segment></unit>
</file></xliff>"""
    told = rf"f\.xlf, line \d+: {name} is '{text}', figures were expected\.$"
    with pytest.raises(ReadError, match=told):
        [*XliffReader().read(io.BytesIO(data.encode()), name="f.xlf").units]


TRACKED = (
    '<mrk mtype="x-sdl-added" sdl:revid="r">cat</mrk><mrk mtype="@deleted" sdl:revid="r">@old</mrk>'
)


@pytest.mark.parametrize("deleted", ["x-sdl-deleted", "x-sdl-feedback-deleted"])
@pytest.mark.parametrize("old", ["dog", '<g id="5">big <mrk mtype="x-c">dog</mrk></g>', ""])
def test_what_a_tracked_change_of_trados_deletes_is_no_text(deleted: str, old: str) -> None:
    """A reviewer's file has the old words beside the new ones."""
    change = TRACKED.replace("@deleted", deleted).replace("@old", old)
    target = f'<mrk mtype="seg" mid="1">The {change} sleeps.</mrk>'
    target += f'<mrk mtype="seg" mid="2"><mrk mtype="{deleted}">Two.</mrk></mrk>'
    text = SEGMENTED.replace("@s", f"{ONE} {TWO}").replace("@t", target)
    text = text.replace("<xliff ", '<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" ')
    bitext = XliffReader().read(io.BytesIO(text.encode()), name="f.sdlxliff")
    found = [(unit.source, unit.target) for unit in bitext.units]
    assert found == [("Un.", "The cat sleeps."), ("Deux.", "")]
    assert bitext.losses["deletions of tracked changes"] == 2


PHRASE = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"
 xmlns:m="http://www.memsource.com/mxlf/2.0"><file source-language="fr" target-language="en"
 original="a" datatype="x"><body><trans-unit id="1" @of_phrase><source>@text</source>
<m:tunit-metadata><m:mark id="1"><m:type>a</m:type><m:content>&lt;a></m:content></m:mark>
<m:mark id="2"><m:type>br</m:type><m:content>&lt;br/></m:content></m:mark></m:tunit-metadata>
<m:tunit-target-metadata><m:mark id="1"/></m:tunit-target-metadata>
</trans-unit></body></file></xliff>"""


@pytest.mark.parametrize(
    ("content", "text", "tags"),
    [
        ("Un {1&gt;lien&lt;1} et {1}moi", "Un lien et moi", 3),
        ("{b&gt;Gras {i&gt;fort&lt;i}&lt;b} H{_&gt;2&lt;_}O", "Gras fort H2O", 6),
        ("Une ligne{2}une autre", "Une ligne une autre", 1),
        ("{n} {7} fichiers, {b&gt; et {7&gt;x&lt;7}", "{n} {7} fichiers, {b> et {7>x<7}", 0),
    ],
)
def test_codes_in_the_text_of_phrase_are_no_text(content: str, text: str, tags: int) -> None:
    """Phrase has no elements for them; what it does not declare, a text may have of its own."""
    whole = PHRASE.replace("@text", content)
    for mark, expected, count in (
        ('m:para-id="0"', text, tags),
        ("", content.replace("&gt;", ">").replace("&lt;", "<"), 0),
    ):
        data = whole.replace("@of_phrase", mark).encode()
        bitext = XliffReader().read(io.BytesIO(data), name="f.mxliff")
        (unit,) = bitext.units
        assert (unit.source, bitext.losses["inline tags"]) == (expected, count)


def test_what_tools_propose_is_counted() -> None:
    match = '<q:insertedmatch xmlns:q="MQXliff"><source>a</source></q:insertedmatch></trans-unit>'
    memoq = SEGMENTED.replace("@s", f"{ONE} {TWO}").replace("@t", "")
    memoq = memoq.replace("</trans-unit>", match)
    for text in (XLIFF12, XLIFF20, memoq):
        bitext = XliffReader().read(io.BytesIO(text.encode()), name="f.xlf")
        assert len(list(bitext.units)) == 2
        assert bitext.losses["proposed translations"] == 1


def test_what_stands_between_the_units_of_xliff_is_not_kept() -> None:
    """Trados has the whole document in the file, and every unit has blanks around it."""
    packed = f"<header><reference><internal-file>{'UEsD' * (1 << 19)}</internal-file></reference>"
    text = XLIFF12.replace("<body>", f"{packed}</header><body>")
    stream = io.BytesIO(text.encode())
    tracemalloc.start()
    try:
        assert len(list(XliffReader().read(stream, name="f.sdlxliff").units)) == 2
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < len(text) // 2
