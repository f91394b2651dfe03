"""Places are found in French, spelt as there in English, and missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.toponyms import lost_places, respelt_places, toponyms


def names(text):
    return [one.name for one in toponyms(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Né à Blois, il vit près d’Amiens et de Saint-Lô.", ["Blois", "Amiens", "Saint-Lô"]),
        ("Les Tours jumelles, une Orange, le vieux Nice", ["Nice"]),
        ("Tours de magie. Orange amère. « Lourdes pertes »", []),
        ("Il vit à Tours. À Lourdes, à Sens.", ["Tours", "Lourdes", "Sens"]),
        ("Rennes accueillera la finale.", ["Rennes"]),
        ("le gard, du lot, la creuse, une somme", []),
        ("dans le Gard, en Creuse, du Lot, l’Oise, aux Landes",
         ["Gard", "Creuse", "Lot", "Oise", "Landes"]),
        ("Lot de deux, Creuse sous la dent", []),
        ("du Havre, au Mans, Le Creusot, aux Sables-d'Olonne, à La Rochelle",
         ["Le Havre", "Le Mans", "Le Creusot", "Les Sables-d'Olonne", "La Rochelle"]),
        ("de la Flèche, un sable, des Sablesdolonne", []),
        ("de Noisy-le-Grand, Vic-sur-Cère, Villeneuve-d’Ascq, Mont-de-Marsan",
         ["Noisy-le-Grand", "Vic-sur-Cère", "Villeneuve-d’Ascq", "Mont-de-Marsan"]),
        ("en Seine-et-Marne, de Meurthe-et-Moselle, dans le Val-d'Oise",
         ["Seine-et-Marne", "Meurthe-et-Moselle", "Val-d'Oise"]),
        ("Aix-la-Chapelle, Francfort-sur-le-Main, Côte-d’Ivoire, Saint-Pierre-et-Miquelon", []),
        ("Saint-Siège, Saint-Esprit, Saint-Pétersbourg, Sainte-Hélène, saint Étienne", []),
        ("Jean-le-Bon, Vice-Président, Extrême-Orient, Rio-de-Janeiro", []),
        ("au 12, rue des Lilas, 3 place de la République, 8 bis, quai Zola, 5 rue du 8 mai 1945",
         ["rue des Lilas", "place de la République", "bis, quai Zola", "rue du 8 mai 1945"]),
        ("au 45 avenue d’Angers et de la Paix à Blois; 1, rue de l’Abbé-Petit Paris",
         ["avenue d’Angers", "Blois", "rue de l’Abbé-Petit Paris"]),
        ("rue des Lilas, 3 places de la République, 25 av. J.-C., 2 rue calme, 1,5 rue Zola", []),
        ("En 2011, place Tahrir, des Sables", []),
        ("BLOIS, Bloisien, Saint-Blois", []),
        ("", []),
    ],
)  # fmt: skip
def test_places_are_found_by_the_gazetteer_their_articles_and_their_hyphens(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("à Saint-Nazaire", "in St. Nazaire", "in Saint-Nazaire"),
        ("à Saint-Nazaire", "in St.Nazaire's", "in Saint-Nazaire's"),
        ("à Besançon, à Nîmes", "in Besancon and Nimes", "in Besançon and Nîmes"),
        ("du Havre", "The Havre City Council", "Le Havre City Council"),
        ("aux Sables-d’Olonne", "in the Sables d'Olonne", "in Les Sables-d’Olonne"),
        ("de Meurthe-et-Moselle", "of Meurthe and Moselle", "of Meurthe-et-Moselle"),
        ("à Besançon", "in Besançon, the Besanconnais", "in Besançon, the Besanconnais"),
        ("à Lyon", "in Lyons", "in Lyons"),
        ("Il vint.", "The Havre", "The Havre"),
    ],
)
def test_places_are_spelt_as_in_the_source_where_english_is_near_enough(source, target, mended):
    assert respelt_places(toponyms(source), target) == mended


@pytest.mark.parametrize(
    ("source", "target", "missed"),
    [
        ("Rennes, Lyon et Dax", "Reindeer, Lyons, DAX", ["Rennes"]),
        ("à Nevers", "He never came.", ["Nevers"]),
        ("le traité de Nice", "post-Nice", []),
        ("8, boulevard Gambetta", "8 Boulevard Gambetta", []),
        ("8, rue des Lilas", "8, the street of the Lilas", ["rue des Lilas"]),
        ("en Creuse", "in the hollow", ["Creuse"]),
        ("Blois", "Bloisian", ["Blois"]),
    ],
)
def test_names_that_english_has_not_are_lost(source, target, missed):
    assert [one.name for one in lost_places(toponyms(source), target)] == missed


def test_of_very_many_places_the_first_are_taken():
    text = ", ".join(f"V{chr(97 + k // 26)}{chr(97 + k % 26)}-sur-Mer" for k in range(150))
    assert names(text) == text.split(", ")[:100]


WORDS = st.lists(
    st.sampled_from(
        ["Blois", "Saint-Lô,", "St. Lo", "du", "Havre", "the", "Mans", "la", "Creuse", "Besancon",
         "d’Auch", "Besançon", "Le", "Noisy-le-Grand", "Noisy le Grand", "à", "."]
    ),
    max_size=12,
)  # fmt: skip


@given(WORDS, WORDS)
def test_what_is_found_lies_in_the_text_and_a_spelling_put_back_stays(source, target):
    text = " ".join(source)
    found = toponyms(text)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end for end, one in zip(ends, found, strict=False))
    assert all(text[one.start : one.end].endswith(one.name.split(" ")[-1]) for one in found)
    once = respelt_places(found, " ".join(target))
    assert respelt_places(found, once) == once
