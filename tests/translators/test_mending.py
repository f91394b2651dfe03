"""Names and numbers mended, over an engine that says what it is told to."""

import pytest

from align.records import Likelihood, Translation
from align.signature import Signature
from align.translators import open_engine
from align.translators.mending import MendingTranslator
from align.translators.seam import Tongue

WORDS = frozenset({"Anne", "Homer", "Hungary", "arrive", "hongrie", "peintre"})


class Told:
    """Translates by a table; a target text costs as many nats as the table says, else one."""

    def __init__(self, made, costs=None):
        self.made, self.costs, self.asked = made, costs or {}, []

    signature = Signature.of(engine="told")

    def safer(self):
        return Told({text: made.upper() for text, made in self.made.items()})

    def stream(self, texts):
        for place, text in reversed(list(enumerate(texts))):
            yield [Translation(place, self.made[text], "told", ("split",))]

    def score(self, pairs):
        self.asked += pairs
        for number, (_, (target,)) in reversed(list(enumerate(pairs))):
            yield [(number, Likelihood((-self.costs.get(target, 1.0),), (3,), 0.0))]


def translated(engine, *texts, known=WORDS, english=True, french=False):
    found = {}
    tongue = Tongue(lambda: known, english=english, french=french)
    mending = MendingTranslator(engine, tongue)
    for batch in mending.stream(texts):
        found.update((made.segment, made) for made in batch)
    return [found[place] for place in range(len(texts))]


def test_a_misspelt_name_is_put_back_wherever_it_stands():
    engine = Told({"Vasseur, dit Vasseur.": "Vassor's, said Vassor; Vassorite.", "Oui.": "Yes."})
    made, other = translated(engine, "Vasseur, dit Vasseur.", "Oui.")
    assert made == Translation(0, "Vasseur's, said Vasseur; Vassorite.", "told", ("split",))
    assert other.text == "Yes."
    assert len(engine.asked) == 2  # the one text in doubt, spelt in two ways


MAYOR = "La maire, Bastien Mercier, parle."
SAID = "The mayor, thank you, speaks."


@pytest.mark.parametrize(
    ("disguised", "mended"),
    [
        ("The mayor, David Martin, speaks.", "The mayor, Bastien Mercier, speaks."),
        ("The mayor speaks.", SAID),  # a stand-in is lost as well
    ],
)
def test_a_person_whose_name_is_lost_goes_through_the_model_in_disguise(disguised, mended):
    told = {MAYOR: SAID, "La maire, David Martin, parle.": disguised, "Gérard.": "Gerard."}
    made, other = translated(Told(told), MAYOR, "Gérard.", french=True)
    assert made == Translation(0, mended, "told", ("split",))
    assert other.text == "Gérard."
    assert translated(Told(told), MAYOR)[0].text == SAID  # not from French


def test_a_place_whose_name_is_lost_goes_through_the_model_in_disguise():
    told = {
        "Bastien Mercier vit à Nevers.": "Bastien Mercier lives never.",
        "Bastien Mercier vit à Toulouse.": "Bastien Mercier lives in Toulouse.",
        "à Besançon, au Mans": "in Besancon, in the Mans",
    }
    made, other = translated(Told(told), *list(told)[::2], french=True)
    assert made == Translation(0, "Bastien Mercier lives in Nevers.", "told", ("split",))
    assert other.text == "in Besançon, in Le Mans"


def test_an_acronym_that_is_lost_goes_through_the_model_in_disguise():
    told = {
        "Le PSG et l'OMS": "PSGP and OMS",
        "Le SNCF et l'OMS": "SNCF and OMS",
        "L'AFP et la CIJ": "AFP and IJC",
        "L'AFP et la SNCF": "AFP and the SNCF",
        "Le BRH": "EBRH",
        "Le SNCF": "the railways",  # a stand-in is lost as well
    }
    made = translated(Told(told), *list(told)[::2], french=True, known={"le"})
    assert [one.text for one in made] == ["PSG and WHO", "AFP and the ICJ", "EBRH"]
    assert translated(Told(told), "Le BRH", french=True)[0].text == "EBRH"  # no list of words


@pytest.mark.parametrize(
    ("text", "made", "mended"),
    [
        ("Peintre et hongrie", "painter", "Painter"),
        ("Le peintre peintre", "peintre it is", "Peintre it is"),  # a known word
        ("La commande npm échoue.", "npm fails.", "npm fails."),
        ("Ouvrez le fichier", "config.ini opens", "config.ini opens"),
        ("Un téléphone", "iPhone", "iPhone"),
        ("peintre", "painter", "painter"),
        ("C.-à-d. lui", "i.e. him", "i.e. him"),
        ("À 18 h 30", "at 18.30 p.m.", "At 6.30 p.m."),
        ("Il a 18 ans", "At 18 p.m.", "At 18 p.m."),
        ("M. J.-P. Roux", "Mr J.P. Roux", "Mr J.-P. Roux"),
        ("M. J.P. Roux", "Mr J.-P. Roux", "Mr J.-P. Roux"),
    ],
)
def test_beginnings_hours_and_initials(text, made, mended):
    assert translated(Told({text: made}), text)[0].text == mended


def test_two_names_of_a_text_are_put_back():
    text = "Vasseur et Quantico"
    (made,) = translated(Told({text: "Qantico and Vassor"}), text)
    assert made.text == "Quantico and Vasseur"


def test_a_name_that_is_right_once_and_wrong_once_is_put_back():
    (made,) = translated(
        Told({"J. Vasseur et Vasseur": "J. J. Vassor and Vasseur"}), "J. Vasseur et Vasseur"
    )
    assert made.text == "J. Vasseur and Vasseur"


def test_a_telephone_number_is_as_in_the_source():
    (made,) = translated(Told({"06 12 34 56 78": "0612 345678"}), "06 12 34 56 78")
    assert made.text == "06 12 34 56 78"


@pytest.mark.parametrize(("cost", "text"), [(6.5, "Ligurie"), (7.5, "Liguria")])
def test_a_spelling_that_the_model_finds_far_less_likely_is_not_taken(cost, text):
    (made,) = translated(Told({"Ligurie": "Liguria"}, {"Ligurie": cost}), "Ligurie")
    assert made.text == text


def test_the_safer_twin_puts_names_back_too_and_its_signature_tells():
    tongue = Tongue(lambda: WORDS, english=True)
    wrapped = MendingTranslator(Told({"VASSEUR vient": "Vassor comes"}), tongue)
    ((made,),) = wrapped.safer().stream(["VASSEUR vient"])
    assert made.text == "VASSEUR COMES"
    assert "mending:" in str(wrapped.signature)


def test_without_a_list_names_stay():
    engine = Told({"Vasseur": "Vassor"})
    assert translated(engine, "Vasseur", known=frozenset())[0].text == "Vassor"
    assert not engine.asked


@pytest.mark.parametrize(
    ("english", "text"), [(True, "4,200 in Quantico"), (False, "4 200 in Quantico")]
)
def test_numbers_are_mended_in_english_alone(english, text):
    engine = Told({"4 200 à Quantico": "4 200 in Qantico"})
    assert translated(engine, "4 200 à Quantico", english=english)[0].text == text


def test_what_opens_translators_mends_but_for_the_fake(bundled):
    assert "mending:" in str(bundled.signature)
    assert "mending:" not in str(open_engine(engine="fake").signature)


def test_the_bundled_model_spells_names_as_the_source(bundled):
    texts = ["L'entraînement a lieu à Quantico, en Virginie.", "Le président de l'Unasur parle."]
    made = bundled.translate(texts)
    assert "Quantico" in made[0].text
    assert "Virginia" in made[0].text
    assert "Unasur" in made[1].text


def test_the_bundled_model_writes_thousands_as_english_does(bundled):
    (made,) = bundled.translate(["La ville compte 4 200 habitants."])
    assert "4,200" in made.text
