"""French first names stay French; those of saints and rulers are the model's affair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.forenames import as_christened


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("Pierre et Jean habitent à Lyon.", "Peter and John live in Lyon.",
         "Pierre and Jean live in Lyon."),
        ("Marc dit à Paul que Jean viendra.", "Mark told Paul that John would come.",
         "Marc told Paul that Jean would come."),
        ("Jean-Jacques, parlons.", "John-Jacques, let us talk.", "Jean-Jacques, let us talk."),
        ("Étienne et André", "Stephen's and Andrew's", "Étienne's and André's"),
        ("Jean vit Jean.", "John saw John.", "Jean saw Jean."),
        ("Jean vit Jean.", "John saw Jean.", "Jean saw Jean."),
        ("Jean Valjean et Pierre Imbert", "John Valjean and Peter Imbert",
         "Jean Valjean and Pierre Imbert"),  # V and I begin names, too
        ("Jean-Paul Vidal", "John-Paul Vidal", "Jean-Paul Vidal"),
        ("Pierre la voit, Jean l'a vue.", "Peter sees her, John saw her.",
         "Pierre sees her, Jean saw her."),
        ("Jean-Marc et Jean Philippe", "John Mark and John Philip", "Jean Marc and Jean Philippe"),
        ("Sébastien, Grégoire et Sophie", "Sebastian, Gregory and Sophia",
         "Sébastien, Grégoire and Sophie"),
        ("Julie, Julien, Amélie et Benoît", "Julia, Julian, Amelia and Benedict",
         "Julie, Julien, Amélie and Benoît"),
        ("Édouard et Edouard", "Edward and Edouard", "Édouard and Edouard"),
        ("Pierre erre.", "Peter wanders.", "Pierre wanders."),
        ("Le prince dit à Pierre de Metz", "The prince told Peter de Metz",
         "The prince told Pierre de Metz"),
    ],
)  # fmt: skip
def test_names_of_people_stay_as_they_are(source, target, mended):
    assert as_christened(source, target) == mended


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le pape Jean-Paul II est mort.", "Pope John Paul II died."),
        ("Jean-Paul était pape.", "John Paul was Pope."),
        ("Saint Jean et saint Pierre", "Saint John and Saint Peter"),
        ("l'église Saint-Pierre", "Saint Peter's church"),
        ("Jean sans Terre régnait.", "John Lackland reigned."),
        ("Pierre le Grand", "Peter the Great"),
        ("le roi Philippe", "King Philip"),
        ("Philippe IV fit la guerre.", "Philip IV made war."),
        ("Jésus prit Pierre, Jacques et Jean.", "Jesus took Peter, James and John."),
        ("l'Évangile selon Marc", "the Gospel according to Mark"),
        ("déshabiller Pierre pour habiller Paul", "to rob Peter to pay Paul"),
        ("l'archange Michel", "the archangel Michael"),
        ("le prince Philippe", "Prince Philip"),
        ("l'empereur Pierre", "Emperor Peter"),
        ("Philippe Auguste régna.", "Philip Augustus reigned."),
        ("Pierre d'Aragon", "Peter of Aragon"),
        ("Jean Calvin et Jean Cabot", "John Calvin and John Cabot"),
        ("Jean Baptiste prêchait.", "John the Baptist preached."),
        ("Jean le baptiste prêchait.", "John the Baptist preached."),
        ("Jean l'évangéliste.", "John the Evangelist."),
        ("Marc Antoine", "Mark Antony"),
        ("Voir Jean 3:16 et 1 Pierre 2.", "See John 3:16 and 1 Peter 2."),
        ("la première épître de Pierre", "the First Epistle of Peter"),
        ("Luc, dans les Actes des Apôtres", "Luke, in the Acts of the Apostles"),
        ("la basilique St. Pierre", "St. Peter's basilica"),
        ("Jean-Paul Ier", "John Paul I"),
        ("Le pape Benoît XVI parle.", "Pope Benedict XVI speaks."),
        ("Édouard VII l'épiait.", "Edward VII watched him."),
        ("Grégoire de Tours", "Gregory of Tours"),
        ("la reine Sophie et la princesse Sophie", "Queen Sophia and Princess Sophia"),
        ("Sophia et Sophie", "Sophia and Sophia"),
        ("Alexandre", "Alexander"),
        ("John et Jean", "John and Jean"),  # the source has both
        ("Jean et lui", "John and John"),  # more than the source has
        ("une pierre", "a Peter"),
        ("Jeanne et Pierrot", "John and Peter"),
        ("Marie", "Mary"),
    ],
)
def test_others_stay_as_they_were_translated(source, target):
    assert as_christened(source, target) == target


@given(
    st.lists(st.sampled_from(["Jean", "Marc", "dit", "à", "saint", "John", ","]), max_size=8),
    st.lists(st.sampled_from(["John", "Jean", "Mark", "says", "Paul", "to"]), max_size=8),
)
def test_what_is_mended_stays_so(source, target):
    once = as_christened(" ".join(source), " ".join(target))
    assert as_christened(" ".join(source), once) == once
    assert len(once.split()) == len(target)
