"""Persons and places go through a model under names that it copies."""

from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.disguise import disguised
from align.translators.mends.persons import persons
from align.translators.mends.toponyms import toponyms


def test_a_stand_in_is_of_the_same_sex_and_elision_and_is_not_there_already():
    source = "Émile Adam, Odile et Sarah virent Luc Roux et David."
    found = [one for one in persons(source) if one.names not in (("Sarah",), ("David",))]
    disguise = disguised(source, found)
    assert disguise.text == "Albert Anderson, Alice et Sarah virent Robert Martin et David."
    target = "Albert Anderson's Alice and Sarah saw Robert Martin and David."
    assert disguise.restored(target) == "Émile Adam's Odile and Sarah saw Luc Roux and David."
    assert disguise.restored("Albert Anderson saw Robert and David.") is None


def test_where_there_are_more_persons_than_stand_ins_there_is_no_disguise():
    source = "Luc, Marc, Paul, Jean, Guy, René et Serge"
    assert disguised(source, persons(source)) is None


def test_a_place_has_a_stand_in_of_the_same_gender_and_elision_without_its_own_article():
    source = "De Blois au Mans, d’Auch à Toulouse, par la Creuse, l’Hérault, le Lot et les Landes."
    places = [one for one in toponyms(source) if one.name != "Toulouse"]
    disguise = disguised(source, [], places)
    assert disguise.text == (
        "De Bordeaux à Grenoble, d’Avignon à Toulouse, par la Loire, l’Aveyron, le Gard et les"
        " Ardennes."
    )
    target = "Bordeaux, Grenoble, Avignon, the Loire, the Aveyron, the Gard, the Ardennes"
    assert (
        disguise.restored(target)
        == "Blois, Le Mans, Auch, the Creuse, the Hérault, the Lot, the Landes"
    )


def test_a_place_twice_has_one_stand_in_and_a_person_named_like_it_another():
    source = "Mme Beauvais et Rose Blois vont à Blois, près de Nevers, loin de Nevers et Beauvais."
    disguise = disguised(source, persons(source), toponyms(source))
    assert disguise.text == (
        "Mme Martin et Sarah Wilson vont à Wilson, près de Toulouse, loin de Toulouse et Martin."
    )
    assert disguise.restored(disguise.text) == source


def test_a_street_called_after_a_person_has_a_stand_in_as_a_whole():
    source = "La mairie, 12 bis, rue Victor Noir, est près de Blois."
    disguise = disguised(source, persons(source), toponyms(source))
    assert disguise.text == "La mairie, 12 Broadway, est près de Toulouse."
    target = "The town hall, 12 Broadway, is near Toulouse."
    assert disguise.restored(target) == "The town hall, 12 bis, rue Victor Noir, is near Blois."


def test_where_there_are_more_places_than_stand_ins_there_is_no_disguise():
    source = "la Creuse, la Drôme, la Sarthe, la Nièvre et la Somme"
    assert disguised(source, [], toponyms(source)) is None


WORDS = st.lists(
    st.sampled_from(
        ["Luc", "Odile", "Fabre", "Mme", "Noir", "et", "d'Étienne", "David", "Émile,", "vit", "la",
         "Martin", "Rose", ".", "Blois", "d'Auch", "Creuse", "Saint-Lô", "à", "Toulouse", "Loire"]
    ),
    max_size=12,
)  # fmt: skip


@given(WORDS)
def test_a_disguise_taken_off_leaves_the_text(words):
    source = " ".join(words)
    people, places = persons(source), toponyms(source)
    disguise = disguised(source, people, places)
    if disguise is not None:
        assert disguise.restored(disguise.text) == source
        assert (disguise.text == source) == (not people and not places)
