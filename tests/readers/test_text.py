"""Plain text becomes blocks: however its lines were cut, whatever its bytes are."""

from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ReadError
from align.readers import reader_for
from align.readers.marks import is_meta
from align.readers.text import TextReader, blocks_of

PRESS = Path(__file__).parents[2] / "../shared/data/press"

SAMPLE = "Un titre\n\nIl fait beau à l’été. Elle dort.\n"


def kinds(text: str) -> list[tuple[str, str]]:
    """Return the blocks of a text as kind and text."""
    return [(str(block.kind), text[block.start : block.end]) for block in blocks_of(text)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    text = SAMPLE.replace("\n", newline)
    document = TextReader().read(text.encode(encoding), name="a.txt")
    assert document.text == text
    assert document.id == "a.txt"
    assert [text[block.start : block.end] for block in document.blocks] == [
        "Un titre",
        "Il fait beau à l’été. Elle dort.",
    ]
    assert all(block.lang == "" for block in document.blocks)


def test_binary_is_refused() -> None:
    with pytest.raises(ReadError, match=r"a\.txt: byte 3 is NUL"):
        TextReader().read(b"PK\x03\x00\x01\x02", name="a.txt")


def test_nothing_in_it() -> None:
    assert TextReader().read(b"", name="a").blocks == ()
    assert kinds(" \n\t\n\f\n") == []


@pytest.mark.skipif(not PRESS.exists(), reason="../shared is not here")
def test_press_release() -> None:
    document = TextReader().read(next(PRESS.glob("*.txt")).read_bytes(), name="press")
    found = [(str(b.kind), document.text[b.start : b.end]) for b in document.blocks]
    assert [kind for kind, _ in found] == ["heading", "meta", "meta", "meta", *["paragraph"] * 5]
    assert [text for kind, text in found if kind == "meta"] == [
        "08 Sep. 2022 -",
        "|",
        "Mis à jour le: 09 Sep. 2022 12:50",
    ]


def test_paragraph_a_line() -> None:
    text = (
        "Le premier paragraphe tient sur une seule ligne. Il est long et il a deux phrases.\n"
        "Le deuxième aussi tient sur une ligne. Il n’est pas coupé.\n"
        "Le troisième finit le texte.\n"
    )
    assert kinds(text) == [("paragraph", line) for line in text.splitlines()]


def test_sentence_a_line() -> None:
    text = "Il pleut.\nElle est sortie sans son grand parapluie rouge ce matin-là.\nNous rions.\n"
    assert kinds(text) == [("paragraph", line) for line in text.splitlines()]


WRAPPED = """Le ministre a visité lundi le port de la ville, où il a rencontré des
marins venus de cinq pays. Il a ensuite prononcé un discours devant les
élèves de l’école navale.

La visite a duré trois jours. Une délégation de M. Martin a suivi les
manœuvres depuis la côte, malgré la pluie qui tombait sans relâche sur
le port.
"""


def test_hard_wrapped() -> None:
    first, second = WRAPPED.rstrip("\n").split("\n\n")
    assert kinds(WRAPPED) == [("paragraph", first), ("paragraph", second)]


def test_hard_wrapped_with_indented_paragraphs() -> None:
    text = "   " + WRAPPED.replace("\n\n", "\n   ")
    assert [body.split()[:2] for _, body in kinds(text)] == [["Le", "ministre"], ["La", "visite"]]


def test_hard_wrapped_without_blank_lines() -> None:
    text = WRAPPED.replace("\n\n", "\n")
    assert [body.split()[:2] for _, body in kinds(text)] == [["Le", "ministre"], ["La", "visite"]]


@pytest.mark.parametrize("rule", ["* * *", "- - - -", "• • •", "***"])
def test_a_rule_is_no_item(rule: str) -> None:
    assert kinds(f"Il pleut.\n\n  {rule}\n\nIl vente.") == [
        ("paragraph", "Il pleut."),
        ("meta", rule),
        ("paragraph", "Il vente."),
    ]


def test_a_numbered_title_is_a_block_of_its_own() -> None:
    contents = "1. Le port\n    1.1. Qui l’a construit ?\n    1.2. Et le phare\n    1.3. le quai"
    found = [body for _, body in kinds(f"{WRAPPED}\n{contents}\n")][2:]
    assert found == ["Le port", "1.1. Qui l’a construit ?", "1.2. Et le phare", "1.3. le quai"]


def test_sentences_of_one_length_stand_one_a_line() -> None:
    lines = [
        "La ville de Brest a inauguré jeudi 3 mai sa nouvelle passerelle, longue de 120 mètres.",
        '"This footbridge will change the daily lives of our residents," said mayor Anne Le Gall.',
        "Le coût total des travaux, qui ont duré deux ans, s’élève à 4,5 millions d’euros.",
    ]
    assert [body for _, body in kinds("\n".join(lines))] == lines


@pytest.mark.parametrize(
    ("end", "line", "runs_on"),
    [
        ("a building, of which much is said", "– and rightly so – where the report", True),
        ("and found that the number of them is", "12. The president of the parish", True),
        ("a list, that stands in his paragraph", "(b) of the rules that he had made", True),
        ("and all this has been going on since", "1946.", True),
        ("and brought to the great hall of them", "- Bread", False),
        ("and brought to the great hall of them", "1. the bread", False),
        ("and brought to the great hall of them:", "- the bread", False),
        ("and the book stands there for nobody.", "- the book of the president", False),
        ("and brought it.", "– the bread", False),
        ("and brought it", "1946.", False),
    ],
)
def test_a_wrapped_sentence_runs_on_into_what_looks_like_an_item(
    end: str, line: str, runs_on: bool
) -> None:
    lines = f"The committee met in the hall, {end}\n{line}"
    found = [body for _, body in kinds(f"{WRAPPED}\n{lines}\n\nIl pleut.")]
    assert (lines in found) is runs_on


def test_an_unended_item_is_no_sentence_to_run_on() -> None:
    items = "- des marins venus de cinq pays, dont l’un est le plus grand du monde\n" * 2
    assert [kind for kind, _ in kinds(f"{WRAPPED}\n{items}")][-2:] == ["item", "item"]


@pytest.mark.parametrize("bullet", ["•", "-", "–", "*", "1.", "2)", "a)", "(b)", "iv)", "▪", "·"])
def test_bullets_stand_outside_their_items(bullet: str) -> None:
    text = f"Il y a :\n\n  {bullet} du pain de la veille ;\n  {bullet}\u00a0de l’eau.\n"
    assert kinds(text) == [
        ("paragraph", "Il y a :"),
        ("item", "du pain de la veille ;"),
        ("item", "de l’eau."),
    ]


@pytest.mark.parametrize(
    "text", ["— Tu viens ?", "1984 fut rude.", "-5 °C ce matin.", "M. Dupont dort."]
)
def test_what_only_looks_like_a_bullet(text: str) -> None:
    assert kinds(text) == [("paragraph", text)]


@pytest.mark.parametrize("line", ["https://www.ville.fr/port", "www.ville.fr", "port@ville.fr"])
def test_an_address_begins_a_line_of_its_own(line: str) -> None:
    text = f"Tél. de la mairie : 01 23 45 67 89\n{line}\nIl pleut.\n"
    assert [body for _, body in kinds(text)] == text.splitlines()


def test_items_go_on_over_lines() -> None:
    text = WRAPPED + (
        "\n- un premier point qui est assez long pour occuper plus d’une ligne\n"
        "  du texte ;\n- un second point.\n"
    )
    assert [(kind, body.split()[0]) for kind, body in kinds(text)[2:]] == [
        ("item", "un"),
        ("item", "un"),
    ]
    assert kinds(text)[2][1].endswith("du texte ;")


@pytest.mark.parametrize(
    "line",
    [
        "08 Sep. 2022 -", "………………………", "|", "* * *", "-----", "42",
        "Mis à jour le: 09 Sep. 2022 12:50",
        "Last updated: 9 September 2022 at 12:50", "Publié le 3 mai 2021", "Lundi 1er mai 2023",
        "Bruxelles, le 8 septembre 2022", "Page 12", "2022-09-08T12:50Z",
    ],
)  # fmt: skip
def test_date_lines_and_separators(line: str) -> None:
    assert [kind for kind, _ in kinds(f"Titre\n\n{line}\n\nIl pleut.\n")][1] == "meta"


def test_a_date_line_with_accents_apart_from_their_letters() -> None:
    assert is_meta(normalize("NFD", "Mis à jour le 3 août 2024"))


@pytest.mark.parametrize(
    "line",
    ["Le chat dort.", "Il est né le 8 mai 1945.", "?!", "Mai 68 expliqué", "Le 8 mai, Paris rit."],
)
def test_prose_is_not_meta(line: str) -> None:
    assert [kind for kind, _ in kinds(f"Titre\n\n{line}\n\nIl pleut.\n")][1] != "meta"


@pytest.mark.parametrize(
    ("french", "english", "meta"),
    [
        ("Page 3 sur 10", "Page 3 of 10", True),
        ("Du 8 au 12 mai 2024", "From 8 to 12 May 2024", True),
        ("Ce 14 mars 2024", "This 14 March 2024", True),
        ("Les 8 et 9 mai 2024", "8 and 9 May 2024", True),
        ("Mis en ligne le 3 mai 2024", "Posted on 3 May 2024", True),
        ("Révisée le 3 mai 2024", "Revised on 3 May 2024", True),
        ("Heure : 10 h 30", "Time: 10:30", True),
        ("Rouen, le 4 novembre 1834.", "Rouen, 4 November 1834", True),
        ("Châlons-sur-Marne, 3 mai 1871.", "Stratford-upon-Avon, May 3, 1871.", True),
        ("Le vote aura lieu demain, 19 juin 2007.", "The vote is tomorrow, 19 June 2007.", False),
        ("Pour les veaux, le 1er janvier 2007.", "For calves, January 1, 2007.", False),
        ("Rouen, le 4 novembre !", "Rouen, 4 November!", False),
        ("Jour 1", "Day 1", False),
        ("Étape 3 sur 10", "Step 3 of 10", False),
        ("Le 12/05/2024 à 10:30", "On 12/05/2024 at 10:30", True),
        ("De 9 à 5", "From 9 to 5", False),
        ("Les 39", "The 39", False),
        ("1 heure", "1 hour", False),
    ],
)
def test_short_lines_are_of_one_kind_in_both_languages(
    french: str, english: str, meta: bool
) -> None:
    assert [is_meta(line) for line in (french, english)] == [meta, meta]


@pytest.mark.parametrize(
    ("line", "meta"),
    [
        ("xii", True),
        ("— iv —", True),
        ("[p. xiv]", True),
        ("Page ix", True),
        *(
            (word, False)
            for word in ("XII", "il", "vil", "civil", "dix", "mil", "vi !", "xii. Oui")
        ),
    ],
)
def test_roman_page_numbers_are_meta(line: str, meta: bool) -> None:
    assert is_meta(line) == meta


def test_what_a_script_sets_in_is_whole_though_names_begin_lines() -> None:
    said = [
        "Oui. Quand je t'ai rencontrée à la gare de", "Lyon, tu disais que tu t'appelais Anna,",
        "que tu venais de Lille et que tu allais", "voir ta mère.",
    ]  # fmt: skip
    more = ["Je ne pouvais pas te dire la vérité, ils", "étaient là et ils écoutaient ce", "que je"]
    announced = ["Le train n° 6623 à destination de", "Marseille entrera en gare voie 7."]
    sung = ["Au clair de la lune,", "Mon ami Pierrot,"]
    text = "Anna entre.\n\n" + "\n\n".join(
        "\n".join([" " * 20 + "MARC", *(" " * 10 + line for line in lines)])
        for lines in (said, more, announced, sung)
    )
    found = [" ".join(inside.split()) for _, inside in kinds(text)]
    assert found == ["Anna entre.", *(
        part for lines in ([" ".join(said)], [" ".join(more)], [" ".join(announced)], sung)
        for part in ("MARC", *lines)
    )]  # fmt: skip


def test_verses_that_are_set_in_are_lines() -> None:
    verses = [
        f"    {word} de la lune est claire," for word in ("Au", "Et", "Mon", "La", "et", "Ou")
    ]
    assert len(kinds("Il chantait :\n\n" + "\n".join(verses))) == 6


def test_verses_are_lines_though_they_are_of_one_length() -> None:
    verses = [
        "Ainsi, toujours poussés vers de nouveaux rivages,",
        "Dans la nuit éternelle emportés sans retour,",
        "Ne pourrons-nous jamais sur l’océan des âges",
        "Retenir de nos mains un moment un seul jour ?",
        "Ô lac ! l’année à peine a fini sa carrière,",
        "Et près des flots chéris qu’elle devait revoir,",
        "Regarde ! je viens seul m’asseoir sur la pierre",
        "Où tu la vis venir chaque jour s’asseoir !",
        "Tu mugissais ainsi sous ces roches profondes ;",
        "Ainsi tu te brisais sur leurs flancs déchirés ;",
    ]
    assert [text for _, text in kinds("\n".join(verses) + "\n")] == verses
    assert len(kinds("LE MINISTRE FAIT RAPPORT AU PARLEMENT DE CE QUI A ÉTÉ FAIT EN\n" * 8)) == 1


def test_a_short_list_is_lines_though_they_are_of_one_length() -> None:
    menu = [
        "Slow-cooked egg with a cream of mushrooms",
        "Half-cooked duck liver with a fig chutney",
        "Roast cod from the market in white butter",
    ]
    assert [text for _, text in kinds("\n".join(menu) + "\n")] == menu
    prose = (
        "The cook is so very proud of the menu that\n"
        "Mr Keller wrote for the hotel on the quay,\nand its guests agree."
    )
    assert len(kinds(prose + "\n")) == 1


def test_dots_that_lead_to_a_price_end_a_line() -> None:
    menu = [f"{dish} .......... {price}" for dish, price in (("soupe", "9,50 €"), ("œuf", "7 €"))]
    for text in ("\n".join(menu), f"{WRAPPED}\n" + "\n".join(menu)):
        assert [line for _, line in kinds(text + "\n")][-2:] == menu


def test_the_first_item_of_a_list_after_a_full_line() -> None:
    prose = "Il faut ensuite mélanger le tout avec beaucoup de soin, puis verser la pâte\n"
    prose += "dans un moule que l’on aura beurré, et laisser cuire pendant une demi-heure\n" * 2
    lead = "Pour préparer ce gâteau aux pommes il faut prendre avant toute autre chose\n"
    text = f"{lead}- de la farine,\n- du beurre,\n- du sucre.\n\n{prose}"
    assert [found for _, found in kinds(text)][:4] == [
        lead.strip(), "de la farine,", "du beurre,", "du sucre.",
    ]  # fmt: skip
    remark = f"{lead}- ce qui le faisait rire - de la farine.\n- Oui, dit-il.\n\n{prose}"
    assert len(kinds(remark)) == 3


def test_headings() -> None:
    text = "Rapport annuel\n\nIl pleut.\n\n## Deuxième partie\n\nIl vente.\n\nEt maintenant ?\n"
    assert kinds(text) == [
        ("heading", "Rapport annuel"),
        ("paragraph", "Il pleut."),
        ("heading", "Deuxième partie"),
        ("paragraph", "Il vente."),
        ("paragraph", "Et maintenant ?"),
    ]


def test_form_feed_parts_pages() -> None:
    assert [body for _, body in kinds("Il pleut.\n\fIl vente.\n")] == ["Il pleut.", "Il vente."]
    assert [body for _, body in kinds("Le titre\n\fIl vente.\n")] == ["Le titre", "Il vente."]


def test_a_sentence_goes_on_behind_a_page_break() -> None:
    first, second = WRAPPED.rstrip("\n").split("\n\n")
    paged = first.replace("des\nmarins", "des\n\fmarins")
    assert kinds(f"{paged}\n\n{second}") == [("paragraph", paged), ("paragraph", second)]


@given(
    st.text(alphabet=st.one_of(st.sampled_from(" \t\n\r\f•-*#>1.)aé\u00a0\u2028"), st.characters()))
)
def test_blocks_are_in_order_and_gaps_hold_only_markup(text: str) -> None:
    position = 0
    for block in blocks_of(text):
        assert position <= block.start < block.end
        gap = text[position : block.start]
        assert not gap.strip() or not any(len(word) > 6 for word in gap.split())
        body = text[block.start : block.end]
        assert body == body.strip()
        position = block.end
    assert not text[position:].replace(">", " ").strip()  # empty lines of quoted mail


def test_reader_for() -> None:
    assert reader_for("a/B.TXT") == "text"
    assert reader_for("-") == "text"


def test_marks_of_quoted_mail_are_no_words() -> None:
    text = "> Le chat dort et le chien\n> mange.\n>\n>> Qui ?\n> - Lui.\nOui.\n> 50 % partent.\n>\n"
    assert kinds(text) == [
        ("paragraph", "Le chat dort et le chien\n> mange."),
        ("paragraph", "Qui ?"),
        ("item", "Lui."),
        ("paragraph", "Oui."),
        ("paragraph", "> 50 % partent."),
    ]


def test_a_quoted_line_may_open_with_a_digit() -> None:
    text = "> Bonjour,\n> 3 points :\n>\n> 1. Le port.\n>> 2 chats.\nOui.\n\n> 5 % partent.\n"
    assert kinds(text) == [
        ("paragraph", "Bonjour,"),
        ("paragraph", "3 points :"),
        ("item", "Le port."),
        ("paragraph", "2 chats."),
        ("paragraph", "Oui."),
        ("paragraph", "> 5 % partent."),
    ]


def test_marks_of_quoted_mail_with_odd_spaces_between_them() -> None:
    text = "> Oui.\n>\u00a0\n>\u2003\n> Non.\n" + ">   " * 5000 + "Si.\n"
    assert [text for _, text in kinds(text)] == ["Oui.", "Non.", "Si."]
