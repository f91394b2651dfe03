"""Placeholders, tags and entities come through a translation whole, or are flagged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.addresses import masked, unmasked
from align.translators.mends.checks import faults
from align.translators.mends.placeholders import missing_placeholders, placeholders, respaced

MARKS = ["%s", "%1$d", "%(n)s", "{name}", "{{0}}", "${user}", "<b>", "</b>", "<br/>", "&nbsp;"]
CODE = [
    r"C:\Users\me\file.txt",
    r"D:\Program Files\Jeu en 3D\x.exe",
    r"\\serveur\le disque\a",
    "C:\\",
    r"dossier\nouveau\texte.txt",
    r"src\nouveau\fichiers",
    r"\n",
    r"\t",
    "`rm -r le dossier`",
    "``le mot `a` ici``",
    "nombre_de_lignes",
    "10³",
    "10⁻⁶",
    r"$y = \alpha x + \beta$",
    "$n$",
    "$$x^2 = 4$$",
]


@pytest.mark.parametrize(
    "mark", [*MARKS, "{{ user.name }}", '<g id="2">', "%@", "%.2f", "<0>", *CODE]
)
def test_a_placeholder_is_found_in_a_sentence(mark):
    assert placeholders(f"Le {mark}, dit-il.") == [mark]


@pytest.mark.parametrize(
    "text",
    [
        "Remise de 20 % sur tout, de 20% s'il pleut, de 30%des prix.",
        "de 5$ à 10$, $5 ou $10, US$5=10$, 3$, 4$.",
        "de $2=1,84€ (US$), le coût (en $) = 5$.",
        "2 < 3 et 5 > 4 ; R&D, « a&b », {les chats}",
        "<https://a.ca/b>, <jean@a.ca>, caf&eacute;",
        "100%d'eau",
        "la `maison' et le `chat', le ` chat `, ``la maison'' et ``le chat''",
        r"\textbf{le chat}, a\le chat",
        r"\theta, \tau et \nu, \times 2 \neq \rho, \right) \newline",
        "le _chat_ dort, jean_le_chat@a.ca, a.ca/le_chat",
    ],
)
def test_what_only_looks_like_one_is_none(text):
    assert placeholders(text) == []


def test_what_lacks_is_flagged():
    assert missing_placeholders("De %s à %s, {x}", "From %s to {x}") == ["%s"]
    assert missing_placeholders("Il fait %d Ko, de %s", "It is 50%d Ko, of %s's") == ["%d"]
    assert placeholders("fichier%s%s, 50%d, 50%%d") == ["%s", "%s"]
    assert faults("Vous avez %s messages.", "You have% messages.") == ("addresses",)
    assert faults("Vous avez %s messages.", "You have %s messages.") == ()


@pytest.mark.parametrize(
    ("source", "made", "right"),
    [
        ("La <i>maison</i>", "The <i> house</i>", "The <i>house</i>"),
        ('<g id="2">Page</g>', '<g id="2" >Page</g>', '<g id="2">Page</g>'),
        ("Copie de %s", "Copy of % s", "Copy of %s"),
        ("Copie de %s, 20 % soldés", "Copy of 20 % sold", "Copy of 20 % sold"),
        ("La <i> maison</i>", "The <i> house</i>", "The <i> house</i>"),
    ],
)
def test_spaces_in_and_after_a_mark_are_as_in_the_source(source, made, right):
    assert respaced(source, made) == right


@given(st.lists(st.sampled_from([*MARKS, *CODE, "www.a.ca", "71", "le", ".", ","])).map(" ".join))
def test_what_is_masked_comes_back(text):
    made, marks = masked(text)
    assert placeholders(made) == []
    assert "".join(unmasked(made, marks).split()) == "".join(text.split())


def test_a_tag_in_a_word_is_parted_from_it_while_it_is_a_number():
    text = "Cliquez sur <b>OK</b>, %s&nbsp;euros."
    made, marks = masked(text)
    assert made == "Cliquez sur 71 OK 72, 73 euros."
    assert unmasked("Click 71 OK 72, 73 euros.", marks) == "Click <b>OK</b>, %s&nbsp;euros."


def test_a_target_with_none_of_many_marks_stays():
    spaces = "a" + " " * 1000 + "b"
    assert unmasked(spaces, (("71", "</b>"),)) == spaces
    assert respaced(" ".join(f"{{n{k}}}" for k in range(600)), "a" * 1000) == "a" * 1000
    code = ("a_", "`", "` ", "``a", "``a`b", "C:\\", "\\", "a\\", "a.\\b", "$a", " $=")
    for run in ("a", "1", "a-", ">", "2²", ".", ". ", *code):
        assert respaced(run * 1000, "a") == "a"
    for run in ("a_", "a\\"):
        assert respaced(run * 1000 + "b", run * 1000 + "c") == run * 1000 + "c"


def test_a_line_break_before_a_placeholder_is_one_too():
    assert placeholders(r"Bonjour\n{name}\n[OK]") == [r"\n", "{name}", r"\n"]


@pytest.mark.parametrize(
    "text", [r"Bonjour\nle monde\ntout entier.", r"Voir\nwww.a.ca", r"Oui\nl\u2019ami\u00e9"]
)
def test_words_between_line_breaks_are_no_path(text):
    assert set(placeholders(text)) == {r"\n"}


def test_a_line_break_that_is_spelt_out_is_parted_from_its_words_while_it_is_a_number():
    source = r"Bonjour\nle monde, 10³ chats"
    made, marks = masked(source)
    assert made == "Bonjour 71 le monde, 72 chats"
    target = unmasked("Hello 71 the world, 72 cats", marks)
    assert respaced(source, target) == r"Hello\nthe world, 10³ cats"
    assert respaced(r"Le code \n sert.", r"The code \n helps.") == r"The code \n helps."


@pytest.mark.parametrize(
    ("source", "made", "right"),
    [
        ("Sur 5 m² et 10⁻⁶ km³", "On 5 m2 and 10−6 km3", "On 5 m² and 10⁻⁶ km³"),
        ("Le CO2 de 5 m²", "The CO2 of 5 sqm", "The CO2 of 5 sqm"),
        ("Du CO₂, du H₂O", "CO2, H2O", "CO₂, H₂O"),
        ("1½ l, ¾ d’heure et 2 ½ h", "11⁄2 l, 3⁄4 hour, 2 1⁄2 h", "1½ l, ¾ hour, 2 ½ h"),
        ("10³ et 103", "103 and 103", "103 and 103"),
    ],
)
def test_what_is_raised_stays_raised(source, made, right):
    assert respaced(source, made) == right


@pytest.mark.parametrize(
    ("source", "made", "right"),
    [
        ("Une… ou deux…", "One.... or two..", "One… or two…"),
        ("« Oui... » Non...", '"Yes.." No....', '"Yes..." No...'),
        ("Oui.", "Yes...", "Yes..."),
        ("Tapez cd .. puis… attendez", "Type cd .. then... wait", "Type cd .. then… wait"),
        ("`f( ... )` puis…", "`f( ... )` then…", "`f( ... )` then…"),
        ("Un ...... 3, puis…", "One ...... 3, then...", "One ...... 3, then…"),
        ("Le dossier ../a… ou `0..9`", "Folder ../a... or `0..9`", "Folder ../a… or `0..9`"),
    ],
)
def test_an_ellipsis_is_as_in_the_source(source, made, right):
    assert respaced(source, made) == right
