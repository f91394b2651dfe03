"""French first names that a model turns into English ones are put back."""

from __future__ import annotations

import re
from collections.abc import Container

_ENGLISH = {
    "Amélie": "Amelia", "André": "Andrew", "Benoît": "Benedict", "Edouard": "Edward",
    "Étienne": "Stephen", "Grégoire": "Gregory", "Jacques": "James", "Jean": "John",
    "Julie": "Julia", "Julien": "Julian", "Luc": "Luke", "Marc": "Mark", "Mathieu": "Matthew",
    "Matthieu": "Matthew", "Michel": "Michael", "Philippe": "Philip", "Pierre": "Peter",
    "Sébastien": "Sebastian", "Sophie": "Sophia", "Édouard": "Edward",
}  # fmt: skip
# Neither Marie nor Alexandre is among them: translators write Mary as often, and of Russians
# Alexander more often.
_GIVEN = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b")
# Apostles, saints, popes and kings have English names, and so have the Bible's books.
_BEFORE = r"(?:\b(?:[Ss](?:ain)?te?s?\.?|[Pp]apes?|[Rr]ois?|[Rr]eines?|[Tt]sars?)[ \u00a0-])"
_AFTER = (
    r"(?:[ \u00a0](?:[IVX]+\b|I?er\b|premier\b|\d|(?:le |la |l['’])[A-ZÀ-Þ]|de la Croix|sans Terre"
    r"|Calvin|Cabot|Bach)|-Paul (?:[IV]+|Ier)\b|[ \u00a0-]Baptiste)"
)
_HOLY = re.compile(
    r"\b(?:Jésus|Christ|[Éé]vangiles?|[Éé]vangélistes?|[Aa]pôtres?|disciples?|[Éé]pîtres?"
    rf"|[Aa]rchanges?|Seigneur|Éternel|Bible)\b|{_BEFORE}"
)
_RULER = re.compile(rf"{_GIVEN.pattern}{_AFTER}")
_FAMOUS = re.compile(
    r"\b(?:Marc[ -](?:Antoine|Aurèle)|Jules César|Guillaume Tell|Christophe Colomb|Nicolas Copernic"
    r"|habiller (?:[Ss]aint )?Pierre|Pierre pour habiller)\b"
)
_TITLE = r"\b(?:[Ss]aint|St\.?|[Ee]mperor|[Kk]ing|[Pp]ope|[Pp]rince(?:ss)?|[Qq]ueen|[Tt]sar)[ -]"
_WORD = re.compile(r"\w+")

_MEN = """
Achille Adrien Alain Alban Albert Alexis Alfred Alphonse Amaury Anatole André Anselme Anthelme
Antoine Antonin Armand Arnaud Arsène Arthur Aubin Auguste Augustin Aurélien Axel Aymeric
Baptiste Barnabé Barthélemy Bastien Baudouin Benjamin Benoît Bernard Bertrand Blaise Boris Bruno
Charles Christian Christophe Claude Clovis Clément Constant Corentin Cyprien Cyril Cyrille
Cédric Célestin Damien Daniel David Denis Didier Dominique Donatien Désiré Edgar Edmond Edouard
Emmanuel Enzo Ernest Eugène Eustache Fabien Fabrice Faustin Ferdinand Fernand Fidèle Firmin
Florent Florentin Florian Francis Franck François Frédéric Félicien Félix Gabin Gabriel Gaspard
Gaston Gauthier Gautier Gaël Gaëtan Geoffroy Georges Germain Ghislain Gilbert Gildas Gilles
Gonzague Grégoire Grégory Guillaume Gustave Guy Gwenaël Gérald Gérard Hector Henri Hercule Hervé
Hilaire Hippolyte Honoré Hubert Hugo Hugues Hyacinthe Ignace Isidore Jacques Jean Joachim Joseph
Josselin Joël Jules Julien Juste Justin Jérémie Jérémy Jérôme Kilian Killian Kévin Lambert
Laurent Lazare Lilian Lionel Lorenzo Louis Loïc Luc Lucas Lucien Ludovic Léandre Léo Léon
Léonard Léopold Malo Marc Marceau Marcel Marcellin Marin Marius Martial Martin Mathias Mathieu
Mathis Mathurin Matthieu Maurice Maxence Maxime Maximilien Maël Melchior Michel Modeste Médéric
Nathan Nathanaël Nicolas Norbert Noé Noël Octave Olivier Omer Oscar Parfait Pascal Patrice
Patrick Paul Philibert Philippe Pierre Placide Prosper Quentin Raoul Raphaël Raymond Renaud René
Richard Robert Robin Roch Rodolphe Rodrigue Roger Roland Romain Romuald Ronan Régis Rémi Rémy
Sacha Samuel Serge Simon Siméon Stanislas Stéphane Sylvain Sylvestre Sébastien Séverin Tanguy
Thibaud Thibault Thierry Thomas Théo Théodore Théophile Timothée Titouan Toussaint Tristan
Ulysse Urbain Valentin Valère Valéry Victor Vincent Virgile Vivien Wilfried Xavier Yanis Yann
Yannick Yves Yvon Zacharie Édouard Éloi Émile Éric Étienne Évariste
"""
_WOMEN = """
Adeline Adrienne Adèle Adélaïde Agathe Agnès Aimée Alexandra Alexia Alice Aline Alix Alizée
Amandine Ambre Amélie Anaïs Andrée Angèle Angélique Anne Annette Annick Annie Antoinette
Apolline Ariane Arlette Armande Armelle Astrid Aude Audrey Augustine Aurore Aurélie Axelle
Bernadette Berthe Blanche Brigitte Béatrice Bénédicte Bérangère Bérengère Camille Candice
Capucine Carine Carole Caroline Catherine Chantal Charlotte Charlène Chloé Christelle Christiane
Christine Claire Clara Clarisse Claudette Claudie Claudine Clotilde Clémence Clémentine Cléo
Colette Coline Colombe Constance Coralie Corinne Cyrielle Cécile Céleste Célestine Célia Céline
Danielle Danièle Delphine Denise Diane Dorothée Edwige Ella Elsa Emmanuelle Estelle Esther
Eugénie Eulalie Fabienne Fanny Fantine Fernande Flavie Fleur Flora Florence Florine France
Francette Francine Françoise Frédérique Félicie Félicité Gabrielle Gaëlle Geneviève Georgette
Germaine Ghislaine Gilberte Gisèle Guillemette Gwenaëlle Géraldine Henriette Hermine Hortense
Huguette Héloïse Hélène Inès Iris Irène Isabelle Jacqueline Jade Jeanne Jeannette Josette
Josiane Joséphine Joëlle Judith Julie Juliette Justine Karine Laetitia Laure Laurence Laurine
Liliane Lina Line Lise Lisette Lola Lorraine Louise Louison Luce Lucette Lucie Lucienne Lucile
Lucille Ludivine Lydie Léa Léna Léonie Léontine Madeleine Magali Manon Marcelle Margaux Margot
Marguerite Marianne Marie Marielle Mariette Marine Marion Marjolaine Marlène Marthe Martine
Maryse Maryvonne Mathilde Maud Maëlle Maëlys Micheline Michèle Mireille Monique Morgane Muriel
Myriam Mélanie Mélissa Mélodie Nadine Nadège Nathalie Nicole Ninon Noémie Océane Odette Odile
Olympe Ophélie Oriane Pascale Patricia Paule Paulette Pauline Perrine Prudence Prune Rachel
Raymonde Reine Renée Roberte Rolande Romane Rosalie Rose Roseline Roxane Régine Sabine Sabrina
Salomé Sandra Sandrine Sidonie Simone Solange Solène Sonia Sophie Suzanne Suzette Sybille
Sylvaine Sylvette Sylvie Séverine Tatiana Thérèse Tiphaine Ursule Valentine Valérie Victoire
Violaine Violette Virginie Viviane Véronique Yolande Yseult Yvette Yvonne Zoé Zélie Édith Éliane
Élisabeth Élise Élodie Éloïse Éléonore Émeline Émilie Évelyne
"""
_ELSE = """
Achille Agathe Antoine Ariane Auguste Augustin Barthélemy Blanche Caroline Esther Florence France
Georges Hercule Hippolyte Ignace Isidore Judith Lazare Lorraine Léandre Léonard Madeleine Marguerite
Marie Marine Maurice Noé Noël Olympe Pascal Raphaël Reine Salomé Siméon Sylvestre Thérèse Timothée
Toussaint Ulysse Urbain Virgile Virginie Zacharie Élisabeth
"""
_TALKING = """
Aimée Ambre Aurore Capucine Clémence Colombe Constance Constant Céleste Désiré Fidèle Fleur Félicité
Germain Germaine Hilaire Honoré Iris Jade Juste Marin Martial Modeste Octave Parfait Pierre Placide
Prosper Prudence Prune Rose Victoire Violette
"""
WOMEN = frozenset(_WOMEN.split())
"""French given names of women."""
GIVEN = WOMEN | frozenset(_MEN.split())
"""French given names."""
NEVER_ALONE = frozenset(_ELSE.split())
"""Those of them that alone may be a saint, a hero of the ancients, a place."""
TALKING = frozenset(_TALKING.split())
"""Those that are words: a sentence may begin with them."""


def as_christened(source: str, target: str) -> str:
    """Return the translation with French first names where a model made English ones of them.

    Saints, apostles and rulers are left as the model has them, and so are those who have another
    English name beside (Philip Augustus, Peter of Aragon), and he who is robbed to pay Paul. Human
    translations keep the others: of 821 sentences of parliament and press with one of these names
    it would change one.

    >>> as_christened("Pierre et Jean", "Peter and John")
    'Pierre and Jean'
    >>> as_christened("L'apôtre Jean", "The Apostle John")
    'The Apostle John'
    """
    given = set(_GIVEN.findall(source))
    if not given or is_historical(source):
        return target
    words = {*_WORD.findall(source), *(_ENGLISH[name] for name in given)}
    for name in sorted(given):
        english = _ENGLISH[name]
        asked, made = (len(re.findall(rf"\b{name}\b", text)) for text in (source, target))
        there = re.compile(rf"\b{english}\b(?!(?: to pay)? Paul\b)")
        if re.search(rf"\b{english}\b", source) or made + len(there.findall(target)) > asked:
            continue
        if _is_renowned(english, target, words):
            continue
        target = there.sub(name, target)
    return target


def is_historical(source: str) -> bool:
    """Tell whether a French text tells of saints, apostles or rulers, whose names are English."""
    return any(pattern.search(source) for pattern in (_HOLY, _RULER, _FAMOUS))


def _is_renowned(english: str, target: str, words: Container[str]) -> bool:
    """Tell whether a title stands before a name, or after it what is none of the source's words."""
    named = rf"({_TITLE})?\b{english}\b(?: (of the |of |the )?([A-ZÀ-Þ]\w+))?"
    return any(
        title or linked or (after and after not in words)
        for title, linked, after in re.findall(named, target)
    )
