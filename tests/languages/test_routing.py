"""Blocks and segments get their languages; the minority language's paragraphs are captions."""

from dataclasses import replace
from pathlib import Path

import pytest

from align.aligners.renderings import rendering
from align.languages import Router, choose_languages, relabel, route
from align.readers.text import blocks_of
from align.records import Document, Kind
from align.segmenters.rules import RuleSegmenter

PRESS = Path(__file__).parents[2] / "../shared/data/press"

MIXED = """Le ministre visite le port de Tallinn

• 3 mai 2021 -
• |

Le ministre de la Défense a visité lundi le port de Tallinn, où il a rencontré des marins.

Defence Minister Jean Dupont meets sailors aboard the frigate in Tallinn harbour

Harbour view

Il a ensuite prononcé un discours devant les élèves de l’école navale. La visite a duré trois jours.
"""


def document(text: str) -> Document:
    """Return a text as a document of blocks."""
    return Document(id="x", text=text, blocks=blocks_of(text))


def routed(
    text: str, source: str | None = None, target: str | None = None
) -> list[tuple[str, str]]:
    """Return the kinds and languages of a text's blocks."""
    read = document(text)
    langs = choose_languages(read, source_lang=source, target_lang=target)
    found = route(read, langs=langs)
    return [(str(block.kind), block.lang) for block in found.blocks]


@pytest.mark.parametrize("pair", [(None, None), ("fr", "en"), ("fr", None), (None, "en")])
def test_captions_in_the_other_language(pair: tuple[str | None, str | None]) -> None:
    assert routed(MIXED, *pair) == [
        ("heading", "fr"),
        ("meta", "fr"),
        ("meta", "fr"),
        ("paragraph", "fr"),
        ("caption", "en"),
        ("caption", "en"),
        ("paragraph", "fr"),
    ]


@pytest.mark.skipif(not PRESS.exists(), reason="../shared is not here")
def test_press_release() -> None:
    text = next(PRESS.glob("*.txt")).read_text(encoding="utf-8")
    found = routed(text)
    assert [kind for kind, _ in found] == [
        "heading", "meta", "meta", "meta", "paragraph", "caption", *["paragraph"] * 3,
    ]  # fmt: skip
    assert [lang for _, lang in found].count("en") == 1


def test_english_document_with_a_french_paragraph() -> None:
    text = (
        "The minister visited the harbour on Monday and met the sailors there.\n\n"
        "Le ministre a rencontré les marins.\n\nHe gave a speech at the naval school.\n"
    )
    assert [lang for _, lang in routed(text)] == ["en", "fr", "en"]
    assert routed(text)[1][0] == "caption"


def test_short_blocks_lean_on_their_neighbours() -> None:
    text = (
        "The minister visited the harbour on Monday.\n\nMenu\n\n"
        "He gave a speech at the naval school.\n"
    )
    assert [lang for _, lang in routed(text)] == ["en", "en", "en"]


def test_a_short_heading_is_in_the_language_of_what_stands_under_it() -> None:
    french = "Le conseil municipal a voté le budget de la ville, qui prévoit trois écoles.\n\n"
    english = "The council voted for a new tram line along the coast.\n\n"
    headings = [lang for kind, lang in routed(
        f"{french}{english}Budget\n\n{french}Transport\n\n{english}Cahors\n\nBudget\n\n"
        f"{english}{french}{french}Conclusion\n\n{english}"
    ) if kind == "heading"]  # fmt: skip
    assert headings == ["fr", "en", "fr", "fr", "en"]


@pytest.mark.parametrize("heading", ["Introduction", "I. — Introduction", "I. Harbour", "A. Port"])
def test_a_number_or_a_word_of_both_languages_says_nothing(heading: str) -> None:
    french = "Le conseil municipal a voté le budget de la ville, qui prévoit trois écoles.\n\n"
    assert {lang for _, lang in routed(f"{french}{heading}\n\n{french}")} == {"fr"}


def test_a_name_after_a_caption_without_a_stop_leans_on_it() -> None:
    assert routed(MIXED.replace("Harbour view", "Tallinn"))[5] == ("caption", "en")


ROWS = [
    ("Loi sur les ports", "Ports Act"),
    ("Titre abrégé", "Short title"),
    ("La présente loi peut être citée.", "This Act may be cited as the Ports Act."),
    ("Définitions", "Definitions"),
    ("Les définitions qui suivent s’appliquent ici.", "The following definitions apply here."),
    ("Règlements", "Regulations"),
    ("Le gouverneur peut fixer les droits à payer.", "The Governor may fix the fees to be paid."),
    ("Infractions", "Offences"),
    ("Quiconque contrevient à la loi est coupable.", "Every person who does so is guilty."),
    ("Port-Clair", "Port-Clair"),
    ("12", "12"),
    ("Abrogation", "Repeal"),
]


def test_row_by_row_short_titles_take_their_turn() -> None:
    found = routed("\n\n".join(cell for row in ROWS for cell in row))
    assert [lang for kind, lang in found if kind != "meta"] == ["fr", "en"] * 11


def test_a_row_without_its_translation_is_in_its_own_language() -> None:
    rows = [cell for row in ROWS * 2 for cell in row]
    rows[30:32] = ["Pénalités et définitions"]
    langs = [lang for kind, lang in routed("\n\n".join(rows)) if kind != "meta"]
    assert langs == [*["fr", "en"] * 14, "fr", *["fr", "en"] * 7]


def test_a_short_line_before_or_after_the_rows_has_no_turn() -> None:
    rows = [cell for row in ROWS[2:3] * 3 for cell in row]
    found = routed("\n\n".join([rows[0], "Paracétamol", *rows, rows[0], "Paracétamol", rows[0]]))
    assert [lang for _, lang in found] == ["fr", "fr", *["fr", "en"] * 3, "fr", "fr", "fr"]


def test_a_heading_over_both_languages_is_in_that_of_the_document() -> None:
    works = "Le lait et la loi, Paris, chez le libraire du quai.\n\n"
    works += "The moral economy of the English crowd and of its dairies, London.\n\n"
    for heading in ("Bibliographie", "Vos missions"):
        assert routed(f"{ROWS[2][0]}\n\n{heading}\n\n{works}")[1][1] == "fr"
        assert routed(f"{ROWS[2][1]}\n\n{heading}\n\n{works}")[1][1] == "en"


def test_captions_do_not_make_an_alternation() -> None:
    french = "Il a prononcé un discours devant les élèves.\n\n"
    english = "She speaks to the sailors there.\n\n"
    found = routed(f"{french}{french}{english}Tallinn.\n\n{french}Menu.\n\n{french}" * 4)
    assert [lang for _, lang in found] == ["fr", "fr", "en", "en", "fr", "fr", "fr"] * 4


def test_between_two_languages_a_short_block_may_say_its_own() -> None:
    french, english = ROWS[2]
    assert routed(f"{french}\n\n{english}\n\nRèglements.\n\n{french}")[2][1] == "fr"
    assert routed(f"{english}\n\nRèglements.\n\n{english}")[1][1] == "en"


def test_one_language_given_for_both() -> None:
    assert {lang for _, lang in routed(MIXED, "fr", "fr")} == {"fr"}


def test_target_language_alone_does_not_make_the_text_that_language() -> None:
    assert routed("Le chat dort sur le lit de ma mère.\n", None, "en")[0][1] == "fr"


def test_empty_document() -> None:
    assert routed("") == []


def labelled(
    text: str, source: str | None = None, target: str | None = None
) -> list[tuple[str, str]]:
    """Return the languages and texts of a text's segments."""
    read = document(text)
    langs = choose_languages(read, source_lang=source, target_lang=target)
    found = route(read, langs=langs)
    segments = relabel(RuleSegmenter().segment(found), found, langs=langs)
    return [(segment.lang, segment.text) for segment in segments]


FRENCH_WITH_ENGLISH = [
    "Le général a vu les marins du port. | We will never give up this harbour. | Il est reparti.",
    "Le général a parlé. | The general spoke to the men. | Puis il est parti.",
    "Le port est vide. | It was late. | Le vent se lève.",
    "Le port est vide. | She said that. | Le vent se lève.",
]
ENGLISH_WITH_FRENCH = [
    "The harbour was empty. | Personne ne vint. | Then it rained.",
    "The harbour was empty. | Il faisait nuit. | Then it rained.",
    "The harbour was empty. | « Il est tard. » | Then it rained.",
]


@pytest.mark.parametrize(
    ("text", "langs"),
    [(text, ["fr", "en", "fr"]) for text in FRENCH_WITH_ENGLISH]
    + [(text, ["en", "fr", "en"]) for text in ENGLISH_WITH_FRENCH],
)
def test_a_sentence_in_the_other_language_inside_a_block(text: str, langs: list[str]) -> None:
    sentences = text.split(" | ")
    assert labelled(" ".join(sentences)) == list(zip(langs, sentences, strict=True))


@pytest.mark.parametrize(
    "name",
    [
        "OK.", "Big Brother !", "New York.", "The Guardian.", "The Washington Post.", "Game over.",
        "Star Wars.", "Fair play.", "Made in China.", "House of Cards.", "The Lord of the Rings.",
        "Black Lives Matter.", "No comment.", "BREAKING NEWS !", "R.E. Glenn.",
    ],
)  # fmt: skip
def test_an_english_name_or_loan_is_not_english_text(name: str) -> None:
    text = f"Le ministre est venu hier soir. {name} Puis il est reparti vers la capitale."
    assert {lang for lang, _ in labelled(text)} == {"fr"}


@pytest.mark.parametrize(
    "name",
    [
        "Le Monde.", "Le Figaro.", "Déjà vu.", "Bon voyage!", "Voilà.", "Touché.", "Moulin Rouge.",
        "Les Misérables.", "Charles de Gaulle.", "Place de la Concorde.", "Crème brûlée.",
        "Médecins Sans Frontières.", "Le Monde diplomatique.", "La Marseillaise.", "L'Oréal.",
    ],
)  # fmt: skip
def test_a_french_name_or_loan_is_not_french_text(name: str) -> None:
    text = f"The minister came last night. {name} Then he left for the capital."
    assert {lang for lang, _ in labelled(text)} == {"en"}


ENGLISH = "The people of this country will never give up, and they have said so to all of us."
FRENCH = "Les gens de ce pays n’abandonneront jamais, et ils nous l’ont dit à tous ce matin."


@pytest.mark.parametrize(
    "frame",
    [
        "Hier soir Churchill déclara solennellement : « {} »",
        "Dans son discours, le ministre a répondu « {} » aux questions.",
        "Il a dit « {} » hier.",
        "Elle répondit : “{}”",
        '"{}", dit-il.',
        "« {} », a-t-il lancé.",
        "Il ajouta « le mot “{}” est de lui » hier.",
    ],
)
def test_a_french_frame_makes_the_sentence_french(frame: str) -> None:
    text = frame.format(ENGLISH.rstrip("."))
    assert labelled(text) == [("fr", text)]
    assert routed(text)[0][1] == "fr"
    inside = f"He left the harbour with his men that night.\n\n{text}\n"
    assert labelled(inside)[1] == ("fr", text)


@pytest.mark.parametrize(
    "frame",
    [
        "He said “{}” yesterday.",
        "“{},” he said.",
        'Asked about it, she answered "{}" and left.',
        "‘{},’ said the captain of the ship.",
        "He called it « {} » in his speech.",
    ],
)
def test_an_english_frame_makes_the_sentence_english(frame: str) -> None:
    text = frame.format(FRENCH.rstrip("."))
    assert labelled(text) == [("en", text)]
    inside = f"Il a quitté le port avec ses hommes cette nuit-là.\n\n{text}\n"
    assert labelled(inside)[1] == ("en", text)


def test_a_sentence_that_is_all_quotation_has_its_language() -> None:
    assert labelled("« Never give up. »") == [("en", "« Never give up. »")]
    assert labelled("“N’abandonnez jamais.”") == [("fr", "“N’abandonnez jamais.”")]
    text = "Il a dit : « Never give up. We will never give in to them. » Puis il est parti."
    assert [lang for lang, _ in labelled(text)] == ["fr", "en", "fr"]


def test_a_name_that_frames_a_quotation_says_nothing() -> None:
    assert labelled(f"Churchill: “{ENGLISH}”")[0][0] == "en"
    assert labelled(f"Macron : « {FRENCH} »")[0][0] == "fr"


def test_relabel_leaves_meta_and_other_pairs_alone() -> None:
    read = document(MIXED)
    found = route(read, langs=choose_languages(read, source_lang="fr", target_lang="en"))
    meta = replace(found, blocks=tuple(replace(b, kind=Kind.META) for b in found.blocks))
    segments = RuleSegmenter().segment(meta)
    assert relabel(segments, meta, langs=("fr", "en")) == segments
    german = route(document("Der Hund schläft. Die Katze auch."), langs=["de"])
    segments = RuleSegmenter().segment(german)
    assert relabel(segments, german, langs=("de",)) == segments


SHORT = """La météo publie ses bulletins chaque jour et la mairie les affiche.

Prochain bulletin à 16 h.

Next bulletin at 4 p.m.

Les pages du site ont changé hier soir, et la mairie s'en excuse auprès des habitants.

Minor fixes.

Corrections mineures.

Total

Contact

Le service répond tous les jours au numéro qui est affiché devant la mairie.
"""


def test_a_short_line_that_renders_the_one_beside_it_is_in_the_other_language() -> None:
    read = document(SHORT)
    langs = choose_languages(read, source_lang=None, target_lang=None)
    found = route(read, langs=langs, renders=rendering)
    english = [read.text[b.start : b.end] for b in found.blocks if b.lang == "en"]
    assert english == ["Next bulletin at 4 p.m.", "Minor fixes."]
    alone = [block.lang for block in route(read, langs=langs).blocks]
    assert alone == ["fr"] * len(alone)  # by itself neither says so clearly


def test_blocks_that_come_in_parts_are_compared_with_the_one_before() -> None:
    read = document(SHORT)
    langs = choose_languages(read, source_lang=None, target_lang=None)
    router = Router(langs, renders=rendering)
    for block in read.blocks:
        router.add(read.text[block.start :], [block], base=block.start)
    whole = route(read, langs=langs, renders=rendering).blocks
    assert [lang for lang, _, _ in router.routed()] == [block.lang for block in whole]


def test_only_unclear_blocks_of_different_languages_are_compared() -> None:
    asked: list[tuple[str, ...]] = []

    def renders(*lines: str) -> float:
        asked.append(lines)
        return 0.0

    read = document(SHORT)
    langs = choose_languages(read, source_lang=None, target_lang=None)
    route(read, langs=langs, renders=renders)
    assert asked[0] == ("Next bulletin at 4 p.m.", "en", "Prochain bulletin à 16 h.", "fr")
    assert all({lang, other} == {"fr", "en"} for _, lang, _, other in asked)
    whole = "Les pages du site ont changé hier soir"
    assert not any(line.startswith(whole) for line, *_ in asked)
