"""What of a page is not its text: navigation, notices, widgets, marks of notes, what is hidden.

Where in doubt the text stays: names are matched whole, and nothing goes by its name that holds
an article or the page's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def name_set(text: str) -> frozenset[str]:
    """Make a set of the names in a text: of tags, classes or roles."""
    return frozenset(text.split())


# Not text, or text that stands in for something that cannot be shown, or that was deleted.
_NO_TEXT = name_set(
    """head script style template noscript iframe object embed applet audio video canvas svg map
    button select textarea datalist rp rt del annotation annotation-xml"""
)
_HEADINGS = name_set("h1 h2 h3 h4 h5 h6")
_TITLED = _HEADINGS | name_set("dt summary legend")
_NAVIGATION_ROLES = name_set("navigation contentinfo search menu menubar")
_AROUND_ROLES = name_set("banner dialog alertdialog")
_NOTE_ROLES = name_set("doc-noteref doc-backlink doc-pagebreak noteref backlink pagebreak")
# By class or id. Of links alone, with a title perhaps: dropped where most of the text is linked.
_LINKS = name_set(
    """nav navbar navigation main-nav site-nav main-navigation menu main-menu mainmenu menubar
    breadcrumb breadcrumbs pagination sidebar-nav nav-links post-navigation sidebar widget
    widget-area related related-posts related-articles related-links related-content see-also-links
    recent-posts read-also read-next more-articles toc table-of-contents navbox catlinks
    language-switcher social-links"""
)
# Never the text of a page.
_AROUND = name_set(
    """footer site-footer page-footer main-footer global-footer footer-widget footer-widgets
    footer-widget-area site-info entry-footer site-branding site-title site-description
    comment-respond respond search-form searchform newsletter-signup social-share share-buttons
    sharing-buttons sharedaddy jp-relatedposts addtoany_share_save_container printfooter sitesub
    contentsub mw-navigation navheader navfooter cc-window cc-banner cmplz-cookiebanner
    sliding-popup truste_overlay"""
)
# Of these, what stands inside an article too.
_ENDS = _AROUND & name_set(
    """entry-footer comment-respond respond newsletter-signup social-share share-buttons
    sharing-buttons sharedaddy jp-relatedposts addtoany_share_save_container printfooter"""
)
_COOKIES = re.compile(
    r"(?:(?:js|c|o|m|b|block|site|page|global|eu|gdpr|rgpd)[-_]+)?cookies?[-_]?"
    r"(?:alert|banner|consent|dialog|disclaimer|law|modal|notice|notification|overlay|popin|popup|"
    r"warning)(?:[-_][\w-]*)?"
    r"|(?:gdpr|rgpd)[-_](?:banner|consent|notice|popup)"
    r"|(?:onetrust|didomi|tarteaucitron|cybotcookiebot|axeptio|iubenda-cs|usercentrics|qc-cmp|"
    r"sp_message_container|cky-consent|moove_gdpr|eu-cookie-compliance)[\w-]*"
)
# The same for parts of a line too.
_ANYWHERE = name_set(
    """skip-link skip-links skip-to-content screen-reader-text sr-only visually-hidden
    visuallyhidden more-link headerlink mw-editsection mw-jump-link
    mw-cite-backlink footnote-ref footnote-back footnote-backref reversefootnote noteref fnanchor
    pagenum pageno pagenumber page-number x-ebookmaker-pageno"""
)
_SUPERSCRIPTS = name_set("reference need_ref_tag noprint footnote-reference")
_CAPTIONS = name_set(
    """caption caption-text figcaption fig-caption figure-caption image-caption img-caption
    imgcaption photo-caption picture-caption media-caption gallery-caption gallerytext thumbcaption
    wp-caption-text wp-element-caption legende légende photo-legende spip_doc_titre
    spip_doc_descriptif spip_doc_legende photo-credit image-credit"""
)
_CAPTIONED = name_set("p div span small em dd li td aside section")
_NOTE_MARK = re.compile(r"[\[(]?\s*(?:(?:note|n)?\s?\d{1,4}|[*†‡§]{1,4}|[a-z])\s*[\])]?", re.I)
_BRACKETED = re.compile(r"[\[(]\s*(?:\d{1,4}|\*{1,4})\s*[\])]")  # no exponent, no ordinal
# "#fn1", "#FNanchor_1", "#linknote-3"; no "#denotes", "#notebook", "#halfnight", "#wednesday".
_TO_NOTE = re.compile(
    r"#[\w.:\-]*(?:(?<!de)note(?!book|pad|d\b)|(?:fn|ftnt?|edn)(?:ref|anchor)?(?![a-z]))", re.I
)
_BACK = re.compile(r"[↩↑^][\ufe0e\ufe0f]?")
_TEXT = _HEADINGS | name_set("article main p li dd dt td th figcaption blockquote")
_SAMPLE = 500  # elements that tell what a part consists of
_BUDGET = 1_000_000  # of them for a page; a large one needs 100,000, a hostile one any number


class Furniture:
    """Tells what of one page is its text, and what of that is a caption."""

    def __init__(self, *, blocks: frozenset[str], site: bool) -> None:
        """Take what there is to know of the page.

        Args:
            blocks: the tags that make blocks.
            site: whether the page is one of a site; in a book a footer or a colophon is text.
        """
        self._blocks = blocks
        self._site = site
        self._budget = _BUDGET

    def is_caption(self, element: _Element) -> bool:
        """Say whether an element of no such tag is a caption, by its class."""
        names = element.get("class")
        if not names or element.tag not in _CAPTIONED:
            return False
        return not _CAPTIONS.isdisjoint(names.lower().split()) and not self._holds_page(element)

    def left_out(self, element: _Element) -> bool:
        """Say whether an element holds nothing to read."""
        tag = element.tag
        if not isinstance(tag, str) or tag == "nav":
            return True
        if tag in _NO_TEXT:
            return tag != "button" or not _titles(element)
        if tag == "footer" and self._site:
            return not self._closes_text(element)
        if tag in ("sup", "a") and _marks_note(element):
            return True
        if not element.attrib:
            return tag == "dialog" and not self._holds_page(element)
        return self._by_attributes(element, tag) or self._by_names(element, tag)

    def _by_attributes(self, element: _Element, tag: str) -> bool:
        role = element.get("role")
        if role in _NAVIGATION_ROLES or element.get("hidden", "until-found") != "until-found":
            return True
        style = element.get("style")
        if style and "display:none" in style.replace(" ", "").lower():
            return True
        kinds = (element.get("epub:type") or "").split()
        if role in _NOTE_ROLES or not _NOTE_ROLES.isdisjoint(kinds):
            return True
        if role in _AROUND_ROLES or (tag == "dialog" and element.get("open") is None):
            return not self._holds_page(element)
        if element.get("aria-hidden") == "true" and role != "tabpanel":
            # A panel that is folded up is hidden too, and so is the page behind an open dialog.
            parts = self._sample(element)
            found = any(part.tag in _TEXT for part in parts if part is not element)
            return not found and self._budget > 0
        return False

    def _by_names(self, element: _Element, tag: str) -> bool:
        identity, classes = (element.get("id") or "").lower(), element.get("class")
        if (not identity and not classes) or tag in ("html", "body", "main", "article"):
            return False
        names = {*(classes or "").lower().split(), identity}
        if not names.isdisjoint(_ANYWHERE):
            return not self._holds_page(element)
        if tag == "sup":
            return not names.isdisjoint(_SUPERSCRIPTS)
        if not self._site or tag not in self._blocks or tag in _HEADINGS:
            return False  # a heading's id is often made from its words
        if _in_text(element):
            around = not _ENDS.isdisjoint(names - {identity})
        else:
            around = identity == "colophon" or not names.isdisjoint(_AROUND)
            around = around or any(map(_COOKIES.fullmatch, names))
        if around:
            return not self._holds_page(element)
        if names.isdisjoint(_LINKS):
            return False
        return not self._holds_page(element) and self._consists_of_links(element)

    def _sample(self, element: _Element) -> Iterator[_Element]:
        """The first elements of a part; none, so that it stays, once too many were looked at."""
        for part in islice(element.iter(), min(_SAMPLE, self._budget)):
            self._budget -= 1
            yield part

    def _holds_page(self, element: _Element) -> bool:
        """Whether the page's own text, or its title, begins in an element."""
        for part in self._sample(element):
            if part.tag in ("h1", "main", "article") or part.get("role") == "main":
                return True
        return self._budget <= 0

    def _closes_text(self, footer: _Element) -> bool:
        """Whether a footer says whose a quotation is, or holds the notes."""
        parents = islice(footer.iterancestors(), 3)
        if any(parent.tag in ("blockquote", "figure") for parent in parents):
            return True
        for part in self._sample(footer):
            names = f"{part.get('class') or ''} {part.get('role') or ''}".lower().split()
            if "footnotes" in names or "doc-endnotes" in names:
                return True
        return False

    def _consists_of_links(self, element: _Element) -> bool:
        """Whether most of an element's text, or of its beginning, stands in links."""
        linked = total = 0
        for part in self._sample(element):
            size = len((part.text or "").strip())
            total += size + (len((part.tail or "").strip()) if part is not element else 0)
            holder: _Element | None = part
            for _ in range(3):  # a, and what it commonly wraps its text in
                if holder is not None and holder.tag == "a":
                    linked += size
                    break
                holder = holder.getparent() if holder is not None else None
        return linked * 2 > total


def _in_text(element: _Element) -> bool:
    """Whether an element stands inside the page's own text."""
    return any(parent.tag in ("main", "article") for parent in islice(element.iterancestors(), 60))


def _titles(button: _Element) -> bool:
    """Whether a button is a title that unfolds what it stands above."""
    return any(parent.tag in _TITLED for parent in islice(button.iterancestors(), 3))


def _marks_note(element: _Element) -> bool:
    """Whether a link within the page or book holds only the number of a note.

    The link is raised, or what it leads to is called a note; a number in brackets may be raised
    without any link.
    """
    text = "".join(islice(element.itertext(), 8)).strip()
    if not (_NOTE_MARK.fullmatch(text) or _BACK.fullmatch(text)):
        return False
    if element.tag == "sup" and _BRACKETED.fullmatch(text):
        return True
    if element.tag == "a" and _TO_NOTE.search(element.get("href") or ""):
        return not text.isalnum() or _is_attached(element)
    inner = "a" if element.tag == "sup" else "sup"
    if len(element) != 1 or element[0].tag != inner:
        return False
    link = element[0] if inner == "a" else element
    return "#" in (link.get("href") or "")


def _is_attached(element: _Element) -> bool:
    """Whether no space stands before an element, as in "see note 2"."""
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    return not before or not before[-1].isspace()
