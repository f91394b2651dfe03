"""What stands around a page's text goes, captions are known by their class, and the text stays."""

import pytest

from align.readers.html import HtmlReader, page_draft


def blocks(body: str) -> list[tuple[str, str]]:
    data = f"<!DOCTYPE html><html><body class='cookie-banner footer'>{body}</body></html>".encode()
    document = HtmlReader().read(data, name="a.html")
    return [(str(b.kind), document.text[b.start : b.end]) for b in document.blocks]


@pytest.mark.parametrize(
    "around",
    [
        '<div id="colophon"><p>Propulsé par WordPress</p></div>',
        '<div class="widgets footer-widget"><h3>Contact</h3><p>12 rue du Port, à Brest.</p></div>',
        '<div class="Cookie-Banner"><p>Ce site utilise des cookies.</p></div>',
        '<section id="cookie-consent"><p>Ce site utilise des cookies.</p></section>',
        '<aside class="js-cookie-notice--bottom"><p>Ce site utilise des cookies.</p></aside>',
        '<div class="cookie_notice_wrapper"><p>Ce site utilise des cookies.</p></div>',
        '<div id="cookie-law-info-bar"><span>Ce site utilise des cookies.</span></div>',
        '<div id="onetrust-banner-sdk"><h2>Votre vie privée</h2><p>Oui ou non ?</p></div>',
        '<div id="didomi-host"><p>Avec votre accord, nous lisons tout.</p></div>',
        '<div id="tarteaucitronRoot"><p>Gestion des cookies</p></div>',
        '<div id="CybotCookiebotDialog"><p>Nous utilisons des cookies.</p></div>',
        '<div role="dialog"><p>Abonnez-vous à notre lettre.</p></div>',
        "<dialog><p>Abonnez-vous à notre lettre.</p></dialog>",
        '<div role="navigation"><p>Vous êtes ici</p></div>',
        '<div role="contentinfo"><p>Tous droits réservés.</p></div>',
        '<header role="banner"><img alt="Le Journal"><p>Toute l’actualité</p></header>',
        '<p aria-hidden="true">Décor</p>',
        '<div aria-hidden="true">Décor <i>encore</i></div>',
        '<p hidden="">Caché</p>',
        '<h2 class="screen-reader-text">Navigation des articles</h2>',
        '<div class="related"><h2>À lire aussi</h2><ul><li><a>Il pleut à Brest</a></ul></div>',
        '<div class="social-share">Partager <a>Facebook</a></div>',
        '<div id="respond" class="comment-respond"><h3>Laisser un commentaire</h3></div>',
        '<div class="navbox"><a>Lorient</a> <a>Quimper</a></div>',
        '<div class="navfooter"><table><td><a>Suivant</a><td>Chapitre 4</table></div>',
        '<footer><p>© 2022 Le Journal. Tous droits réservés.</p></footer>',
    ],
)  # fmt: skip
def test_what_stands_around(around: str) -> None:
    assert blocks(f"<p>Avant.</p>{around}<p>Après.</p>") == [
        ("paragraph", "Avant."),
        ("paragraph", "Après."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '<div class="cookie-recipes"><p>%s</p></div>',
        '<div class="cookie-bar"><p>%s</p></div>',
        '<article class="cookie-recipes"><p>%s</p></article>',
        '<article class="footer cookie-banner"><p>%s</p></article>',
        '<div class="has-cookie-banner"><p>%s</p></div>',
        '<div class="cookie-banner"><main><p>%s</p></main></div>',
        '<div role="dialog"><h1></h1><p>%s</p></div>',
        '<div aria-hidden="true"><p>%s</p></div>',
        '<div aria-hidden="true" role="tabpanel">%s</div>',
        '<div aria-hidden="false">%s</div>',
        '<p hidden="until-found">%s</p>',
        '<dialog open="">%s</dialog>',
        '<div class="colophon"><p>%s</p></div>',
        '<div class="footer-note"><p>%s</p></div>',
        '<div class="related"><p>%s</p><a> </a></div>',
        '<div class="sidebar"><p>%s</p><a> </a></div>',
        '<blockquote><footer>%s</footer></blockquote>',
        '<footer><section class="footnotes"><p>%s</p></section></footer>',
        '<article><header class="header"><p>%s</p></header></article>',
        '<div role="complementary"><p>%s</p></div>',
    ],
)  # fmt: skip
def test_text_stays(text: str) -> None:
    assert blocks(text % "Il faut du beurre et du sucre.") == [
        ("paragraph", "Il faut du beurre et du sucre.")
    ]


def test_the_headline_in_a_header_stays() -> None:
    page = (
        '<header role="banner"><h1>Le port</h1><p>Deux jours.</p></header>'
        "<article><header><h1>La ville</h1><p>Trois jours.</p></header></article>"
        '<h2><button aria-expanded="false">Comment venir ?</button></h2><button>Envoyer</button>'
    )
    assert blocks(page) == [
        ("heading", "Le port"),
        ("paragraph", "Deux jours."),
        ("heading", "La ville"),
        ("paragraph", "Trois jours."),
        ("heading", "Comment venir ?"),
    ]


@pytest.mark.parametrize(
    "caption",
    [
        '<p class="wp-caption-text">%s</p>',
        '<p class="intro Caption">%s</p>',
        '<div class="caption"><p>%s</p></div>',
        '<div class="thumbcaption"><div class="magnify"></div>%s</div>',
        '<li><div class="gallerytext">%s</div></li>',
        '<dl><dd class="wp-caption-text gallery-caption">%s</dd></dl>',
        '<p><img src="a.jpg"><span class="legende">%s</span></p>',
        '<figure><figcaption class="wp-element-caption">%s</figcaption></figure>',
        '<figcaption><span class="caption">%s</span></figcaption>',
        "<table><caption>%s</caption><tr><td></td></tr></table>",
    ],
)
def test_captions(caption: str) -> None:
    page = f"<p>Avant.</p>{caption % 'Sailors on deck'}<p>Après.</p>"
    assert blocks(page) == [
        ("paragraph", "Avant."),
        ("caption", "Sailors on deck"),
        ("paragraph", "Après."),
    ]


def test_a_caption_is_not_cut_by_its_parts() -> None:
    page = '<figcaption>Sailors, <span class="caption">on deck</span>. <b>NATO</b></figcaption>'
    assert blocks(page) == [("caption", "Sailors, on deck. NATO")]


@pytest.mark.parametrize(
    "page",
    [
        '<p class="captions">%s</p>', '<p class="no-caption">%s</p>',
        '<div class="wp-caption"><p>%s</p></div>',
        '<div class="caption"><article><p>%s</p></article></div>',
    ],
)  # fmt: skip
def test_no_captions(page: str) -> None:
    assert blocks(page % "Il pleut.") == [("paragraph", "Il pleut.")]


def test_an_alt_that_its_caption_repeats() -> None:
    page = (
        '<div class="wp-caption"><a><img alt="A cake"></a><p class="wp-caption-text">%s</p></div>'
    )
    assert blocks(page % "A cake, on a table") == [("caption", "A cake, on a table")]
    assert blocks(page % "Un gâteau") == [("caption", "A cake"), ("caption", "Un gâteau")]


@pytest.mark.parametrize(
    "image",
    [
        '<img alt="IMG_2034.JPG">', '<img alt="vue du port (2).webp">', '<img alt="image">',
        '<img alt="A wave" role="none">', '<img alt="{\\displaystyle x}" aria-hidden="true">',
        '<img alt="A man. Description générée automatiquement">',
    ],
)  # fmt: skip
def test_an_alt_that_says_nothing(image: str) -> None:
    assert blocks(f"<p>Il pleut.{image}</p>") == [("paragraph", "Il pleut.")]


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#n1">1</a></sup>', '<a href="notes.html#n1"><sup>[12]</sup></a>',
        '<sup id="r" class="reference"><a href="#n"><span>[</span>1<span>]</span></a></sup>',
        '<sup class="reference cite_virgule">,</sup>', '<a epub:type="noteref" href="#n">*</a>',
        '<a role="doc-noteref" href="#n">1</a>', '<a class="footnote-ref" href="#n">1</a>',
        '<sup><a href="#n">note 3</a></sup>', '<span epub:type="pagebreak">12</span>',
        '<span class="mw-editsection">[<a>modifier</a>]</span>', '<i aria-hidden="true">★</i>',
        '<span class="sr-only">(nouvelle fenêtre)</span>', "<del>et repart</del>",
    ],
)  # fmt: skip
def test_marks_within_a_sentence(mark: str) -> None:
    assert blocks(f"<p>Il part{mark}. Il dort.</p>") == [("paragraph", "Il part. Il dort.")]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>12 km<sup>2</sup></p>", "12 km²"),
        ("<p>le bum<sup>2</sup></p>", "le bum2"),
        ("<p>De 10<sup>-6</sup> à 2<sup>n+1</sup></p>", "De 10⁻⁶ à 2ⁿ⁺¹"),
        ("<p>De 10<sup><i>3</i></sup> à 10<i><sup>-<b>2</b></sup></i> 4</p>", "De 10³ à 10⁻² 4"),
        ("<p>De 10<sup>2,5</sup>, en 2010<sup>1</sup></p>", "De 10^2,5, en 2010¹"),
        ("<p>Le 1<sup>er</sup>, the 2<sup>nd</sup></p>", "Le 1er, the 2nd"),
        ("<p>Le XIX<sup>e</sup> siècle</p>", "Le XIXe siècle"),
        ('<p>Le 1<sup><a href="/er">er</a></sup> mai, il part</p>', "Le 1er mai, il part"),
        ('<p>La page <a href="#p2">2</a> dit tout</p>', "La page 2 dit tout"),
        ('<p>Voir <a href="#n"><sup>la note du port</sup></a></p>', "Voir la note du port"),
    ],
)
def test_what_is_raised_is_not_always_a_mark(page: str, text: str) -> None:
    assert blocks(page) == [("paragraph", text)]


def test_a_book_has_no_site_around_it() -> None:
    page = (
        '<div id="colophon"><p>Imprimé à Brest.</p></div><footer>Fin du chapitre.</footer>'
        '<div class="sidebar"><a>Un lien</a></div><nav><a>Chapitre 1</a></nav>'
    )
    texts = [text for _, text, _ in page_draft(page, name="a", site=False).items()]
    assert texts == ["Imprimé à Brest.", "Fin du chapitre.", "Un lien"]


@pytest.mark.parametrize(
    "kept",
    [
        '<section id="colophon"><h2>Colophon</h2><p>Composé en Garamond.</p></section>',
        '<section id="cookie-notice"><p>Composé en Garamond.</p></section>',
        '<div class="cookie-notice"><p>Composé en Garamond.</p></div>',
        '<h2 id="footer">Composé en Garamond.</h2>',
        '<h2 class="site-title">Composé en Garamond.</h2>',
        '<p class="site-description">Composé en Garamond.</p>',
    ],
)
@pytest.mark.parametrize("around", ["main", "article"])
def test_a_name_says_less_inside_the_text(around, kept):
    found = blocks(f"<{around}><h1>Guide</h1><p>Le chat dort ici.</p>{kept}</{around}>")
    assert found[-1][1] == "Composé en Garamond."


def test_what_closes_an_article_goes_inside_it_too():
    body = (
        '<article><p>Le chat dort ici.</p><div class="sharedaddy"><p>Partager</p></div></article>'
    )
    assert [text for _, text in blocks(body)] == ["Le chat dort ici."]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('Le roi<a href="#Footnote_1_1" class="fnanchor">[1]</a> dort.', "Le roi dort."),
        ('Le roi <a href="a.xhtml#fn2">[A]</a>dort.', "Le roi dort."),
        ('Le roi<a href="#note3">3</a> dort.', "Le roi dort."),
        ("Le roi<sup>[3]</sup> dort.", "Le roi dort."),
        ('<a href="#FNanchor_1"><span class="label">[1]</span></a> Il dort.', "Il dort."),
        ('Il dort. <a href="#fnref1">↩︎</a>', "Il dort."),
        ('<span class="pagenum"><a id="Page_14">[14]</a></span>Il dort.', "Il dort."),
        ('Il <span class="pageno" title="16">16</span>dort.', "Il dort."),
        ('Voir la note <a href="#note2">2</a> ici.', "Voir la note 2 ici."),
        ('Voir <a href="#bib2">[2]</a> ici.', "Voir [2] ici."),
        ("10<sup>3</sup> et XIX<sup>(e)</sup>", "10³ et XIX(e)"),
        ('Le roi<a href="#sdfootnote3anc">3</a> dort.', "Le roi dort."),
        ('Le roi<a href="#linknote-3"><small>3</small></a> dort.', "Le roi dort."),
        ('Le roi<a href="#ftnt3">[3]</a> dort.', "Le roi dort."),
        ('Le roi<a href="#ch1noteref3">3</a>, <a href="#wednesday">[4]</a>', "Le roi, [4]"),
        ('Il note<a href="#denotes">3</a>, <a href="#notebook">[4]</a>', "Il note3, [4]"),
    ],
)
def test_marks_of_notes_and_pages_as_scanned_books_have_them(source, text):
    assert blocks(f"<p>{source}</p>") == [("paragraph", text)]
