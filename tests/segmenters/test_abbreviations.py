"""Abbreviations inside sentences and at their ends; `|` marks where a sentence ends."""

import pytest

from align.segmenters.rules import split


def cut(lang: str, row: str) -> str:
    """Split a row's text and join it as the row is."""
    text = row.replace("|", "")
    return " | ".join(text[start:end] for start, end in split(text, lang))


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("fr", "Le débit max. est de 50 l/s et le dép. du Nord est touché."),
        ("fr", "Ajoutez 2 cuil. à soupe de sucre, puis 1 cuill. à café de sel."),
        ("fr", "Il habite dans le 5e arr. de Paris. | Le nom masc. et le nom fém. sont admis."),
        ("fr", "Prévoir min. 2 personnes. | Attends 10 min. | 2 personnes arrivent."),
        ("fr", "L’insp. Dupont a vu le lieut. Martin et le gén. Leclerc. | Il part."),
        ("fr", "Voir la Gaz. Pal. 2010, n° 3, p. 12, obs. Mestre, concl. Roy. | Il lit."),
        ("fr", "Le voisin a fermé le gaz. | Paul dort."),
        ("fr", "Un adj. dém. ou un pron. pers. du pluriel suit le subst. dans ce cas."),
        ("fr", "Présents : M. B. N’Guyen et Mme A. N’Diaye. | Plan A. | N’oubliez rien."),
        ("fr", "Voir t. Ier, p. 211, et t. IIe. | Lire l’art. Ier. | Il suffit."),
        ("fr", "Don de M. Roux. | Inv. RF 1641. | Réf. DEV-24-7 et réf. AB/12."),
        ("en", "Quote our ref. DEV-2024-07 or ref. AB/12. | Inv. RF 1641 is a gift."),
        ("en", "The chef Th. Marx met Ph. Roux and Cl. Petit. | See Ch. 5. | The end."),
        ("en", "A vase of the 5th c. BC and a pin of the 1st c. AD. | It is 2nd c. AD."),
        ("en", "At the max. speed of 50, 5 gal. of fuel and a misc. set of tools fit."),
        ("en", "Open on Sat. and Sun. from 9. | We sat in the sun. | From there we went home."),
        ("en", "Book min. 2 nights for max. 6 guests. | Wait 5 min. | 2 people will come."),
    ],
)  # fmt: skip
def test_short_words_end_no_sentence_before_what_belongs_to_them(lang: str, row: str) -> None:
    assert cut(lang, row) == row


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("fr", "On arrive par le train du soir. | ramène aussi du vin et du pain."),
        ("fr", "il est encore au dojo ou au skate park du spot. | ramène aussi du vin et du pain."),
        ("en", "Dinner is our main meal. | and around what time do they eat each of theirs?"),
        ("en", "So I got a new vlog. | they watch it every single day."),
    ],
)
def test_short_words_end_sentences_where_a_text_has_no_capitals(lang: str, row: str) -> None:
    assert cut(lang, row) == row


@pytest.mark.parametrize(
    "row",
    [
        "Contact: Tel. No. 555-1234, Reg. No. 4567, Acct. No. 45, Ref. No. 12. | It is late.",
        "Quote Ser. No. A12 and Inv. No. 5. | Write to Apt. No. 5 or to Apt. 5B, Bldg. 4.",
        "The engine is protected by U.S. Pat. No. 5,123,456. | Later he met Pat. | Mary left.",
        "At last the Rt. Hon. John Smith spoke. | Take Rt. 66 to the coast.",
        "Step 1. Open the hood. | Step 2. Remove the screw. | Then repeat Step 1. | Close it.",
        "The museum is open on Sat. Oct. 21 and on Sun. 22 Oct. from 9. | Come early.",
        "The shop in town is open Sat. 10-5. | In the end they all sat. | October is cold.",
    ],
)
def test_english_numbers_days_and_titles(row: str) -> None:
    assert cut("en", row) == row


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("fr", "La SARL Durand l’a dit, T. com. Paris, 3 juin 2011, Rec. Lebon p. 8. | Il lit."),
        ("fr", "Chaque comprimé contient 500 mg. de sucre. | Prendre 1 cp. 3 fois par jour."),
        (
            "fr",
            "Fermé les mar. 12 et jeu. 14 à 9 h. | C’est un jeu. | Merci de confirmer, svp. | Oui.",
        ),
        ("fr", "Appt. 3 p. à l’alt. 1 200, pop. 3 400. | Le vice-prés. du Sénat vient."),
        (
            "fr",
            "Elle travaille dans la com. | Paul aussi. | Sa fille est en CP. | 3 élèves jouent.",
        ),
        ("fr", "Point n° 3. Budget. | Chauffer à 180 °C. | Mélanger à 20° C. | Servir."),
        ("fr", "Jean Dupont : Elle est là. | J.D. : Non."),
        ("en", "Heat to 350° F. | Mix well. | Store below 25 deg. C. | Do not freeze."),
        (
            "en",
            "Let it rise for 1 hr. | Serve warm. | Bake for 1 hr. 15 min. or 500 mg. of it less.",
        ),
        (
            "en",
            "Open Mon.-Fri. 9-5, Sat. 10-4. | Next meeting: Mon. June 5 and Wed. Oct. 4. | Come.",
        ),
        (
            "en",
            "Qty. 5, wt. 3, elev. 1,200 ft., pop. 3,400 in 2019. | See n. 3. | It is so.",
        ),
        (
            "en",
            "Doe wrote in J. Exp. Biol. 12, 3 and in Proc. Natl. Acad. Sci. 4, 7. | It is dull.",
        ),
        ("en", "He read Med. | Paul read Phys. | Then Cllrs. Smith and Jones met Cllr. White."),
        ("en", "Everybody there loves Nat. | 3,000 people came to see Max. | John left."),
        ("en", "Item No. 3. Budget. | John Smith: We paid. | J.D.: It is true."),
    ],
)
def test_courts_recipes_hours_journals_and_speakers(lang: str, row: str) -> None:
    assert cut(lang, row) == row


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("en", "We stayed with John. | great guy and very kind. | We flew via Rome. | bad food."),
        ("fr", "On a dîné avec Marc. | dommage pour le service. | On va à Brest. | super séjour."),
        ("fr", "Dép. du Nord et dép. de la Somme sont touchés."),
        ("en", "Among them was Mons. de la Closure, and Mgr. de Ségur. | He left."),
    ],
)  # fmt: skip
def test_a_name_is_not_short_for_anything(lang: str, row: str) -> None:
    assert cut(lang, row) == row
