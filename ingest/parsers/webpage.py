"""HTML: the words that a reader of the page sees, with headings and lists; hidden text is not read.

The words come from the page's own tree, no-break spaces included. Where the page marks its content
(`main`, `article`) that is taken whole; elsewhere trafilatura decides which paragraphs are content
and which are navigation. Fetching pages is left to others.
"""

from __future__ import annotations

import logging
import re

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from ingest.contacts import reaches
from ingest.decode import decode
from ingest.parsed import Block, Parsed, Role, TextBuilder
from ingest.parsers.page_meta import read_metadata
from shadow import fold

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of pages left to us

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NEVER_SHOWN = frozenset(
    """script style noscript template iframe svg math object embed audio video canvas head button
    select textarea input""".split()
)
_FURNITURE_TAGS = frozenset("nav aside footer form dialog menu".split())
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0+(?:px|pt|em|rem|%)?\s*(?:;|\Z)"
    r"|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|\Z)|text-indent\s*:\s*-\d{3,}|left\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|transparent)",
    re.IGNORECASE,
)
_HIDDEN_CLASS = frozenset(
    "wb-inv sr-only visually-hidden visuallyhidden screen-reader-text hidden d-none".split()
)
_FURNITURE = re.compile(
    r"(?:\A|[\s_-])(?:share|sharing|social|breadcrumbs?|cookies?|menu|sidebar|newsletter|subscribe"
    r"|adverts?|promo|skip|pagination|comments|toolbar|modal|popup|pagedetails)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
_MOST = 0.4  # of the page's letters: what holds more is content, whatever its class says
_BLOCKS = frozenset(
    """address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2
    h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr
    ul""".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINE_BREAK = "\u2028"
_CELL = " | "
_LONG_ENOUGH = 20  # characters: shorter blocks are found in any text by chance


def parse(data: bytes, charset: str | None = None) -> Parsed:
    """The visible content of a page and the metadata that it declares.

    `charset` is what came with the page and outranks what the page says. ValueError when the
    bytes are no readable HTML.
    """
    declared = _CHARSET.search(data[:4096])
    charset = charset or (declared[1].decode() if declared else None)
    page = _XML_DECLARATION.sub("", decode(data, charset))
    root = _tree(page)
    meta = read_metadata(root)
    title = root.find(".//h1")
    _drop_unseen(root)
    content = _content(root)
    walker = _Walker()
    if title is not None and _is_shown(title, root) and not _holds(content, title):
        walker.walk(title)
    walker.walk(content)
    walker.flush()
    blocks = walker.out.blocks
    if content.tag == "body":
        blocks = _without_furniture(walker.out.text, blocks, root)
    return Parsed(
        text=walker.out.text,
        blocks=tuple(blocks),
        title=meta.title,
        language=meta.language,
        url=meta.url,
        published=meta.published,
        translations=meta.translations,
    )


def _tree(page: str) -> etree._Element:
    parser = lxml_html.HTMLParser()
    try:
        root = lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError(f"no readable HTML ({error}); save the page again") from None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        # libxml2 stops there: what follows would be lost without a word.
        raise ValueError("this HTML is nested too deeply to be read whole; save it as text")
    return root


def _drop_unseen(root: etree._Element) -> None:
    """Remove what a reader does not see, and page furniture that names itself as such."""
    letters = len(root.text_content()) or 1
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("html", "body", "main", "article"):
            continue
        named = f"{element.get('class', '')} {element.get('id', '')}"
        unseen = element.tag in _NEVER_SHOWN or _is_hidden(element)
        furniture = (
            (element.tag in _FURNITURE_TAGS or _FURNITURE.search(named))
            and not _is_attribution(element)
            and len(element.text_content()) < _MOST * letters
        )
        if (unseen or furniture or _is_note_mark(element)) and element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style", "")
    white = _WHITE.search(style) and "background" not in style
    return bool(
        element.get("hidden") is not None
        or element.get("aria-hidden", "").lower() == "true"
        or _HIDDEN_CLASS.intersection(element.get("class", "").split())
        or _HIDDEN_STYLE.search(style)
        or white
    )


def _is_attribution(element: etree._Element) -> bool:
    """The footer of a quotation names the one who is quoted."""
    return element.tag == "footer" and any(
        parent.tag in ("blockquote", "figure") for parent in element.iterancestors()
    )


def _is_note_mark(element: etree._Element) -> bool:
    """The raised number of a footnote, which would stick to the word before it."""
    return element.tag == "sup" and element.find(".//a[@href]") is not None


def _content(root: etree._Element) -> etree._Element:
    """The element that the page itself marks as its content, else the body."""
    for path in (
        ".//*[@itemprop='articleBody']/ancestor::article",
        "//main",
        "//*[@role='main']",
        "//article",
        ".//*[@itemprop='articleBody']",
    ):
        found = root.xpath(path)
        if len(found) == 1 and len(found[0].text_content().split()) >= 10:
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _holds(content: etree._Element, element: etree._Element) -> bool:
    return content is element or any(parent is content for parent in element.iterancestors())


def _is_shown(element: etree._Element, root: etree._Element) -> bool:
    return any(parent is root for parent in element.iterancestors())


def _without_furniture(text: str, blocks: list[Block], root: etree._Element) -> list[Block]:
    """The blocks from the first to the last that trafilatura takes for content.

    All in between stay, and so does what follows up to the SOURCE line and the contacts; menus and
    legal lines around the text go. Everything stays when trafilatura finds no content.
    """
    page = etree.tostring(root, encoding="unicode", method="html")
    extracted = trafilatura.extract(
        page, favor_recall=True, include_comments=False, include_tables=True
    )
    content = fold(extracted or "")
    lines = {fold(line) for line in (extracted or "").splitlines()}
    words = [text[block.start : block.end] for block in blocks]
    kept = [
        index
        for index, block in enumerate(blocks)
        if block.role is Role.TITLE
        or (
            len(folded := fold(words[index])) >= _LONG_ENOUGH
            and (folded in lines or folded in content)
        )
    ]
    if all(blocks[index].role is Role.TITLE for index in kept):
        return blocks
    closing = [
        index for index, line in enumerate(words) if line.startswith("SOURCE") or reaches(line)
    ]
    return blocks[kept[0] : max(kept[-1], *closing, 0) + 1]


class _Walker:
    """Walks the tree and writes down each block's words."""

    def __init__(self) -> None:
        self.out = TextBuilder()
        self.buffer: list[str] = []
        self.role = Role.PARAGRAPH
        self.group = 0

    def walk(self, element: etree._Element) -> None:
        tag = element.tag
        if not isinstance(tag, str):
            return
        if tag == "br":
            self.buffer.append(_LINE_BREAK)
        elif tag == "tr" and _is_data_row(element):
            self.flush()
            cells = [" ".join(cell.itertext()) for cell in element if cell.tag in ("td", "th")]
            self.out.add(_CELL.join(cell for cell in cells if cell.strip()), Role.ITEM)
        elif tag in _BLOCKS:
            self.flush()
            before, self.role = self.role, self._role(tag)
            self._inside(element)
            self.flush()
            self.role = before
        else:
            self._inside(element)

    def _inside(self, element: etree._Element) -> None:
        self.buffer.append(element.text or "")
        for child in element:
            self.walk(child)
            self.buffer.append(child.tail or "")

    def _role(self, tag: str) -> Role:
        if tag == "h1" and not any(block.role is Role.TITLE for block in self.out.blocks):
            return Role.TITLE
        if tag in _HEADINGS:
            return Role.HEADING
        return Role.ITEM if tag == "li" or self.role is Role.ITEM else Role.PARAGRAPH

    def flush(self) -> None:
        """Write the open block; single line breaks part its lines, double ones paragraphs."""
        words, self.buffer = "".join(self.buffer), []
        self.group += 1
        if self.role in (Role.TITLE, Role.HEADING):
            self.out.add(words.replace(_LINE_BREAK, " "), self.role, self.group)
            return
        blank = False
        for line in words.split(_LINE_BREAK):
            if not line.strip():
                self.group += blank
                blank = True
                continue
            self.out.add(line, self.role, self.group)
            blank = True


def _is_data_row(row: etree._Element) -> bool:
    """Tables also lay out pages; a row of data has cells with one short paragraph each."""
    return not row.xpath(".//table|.//ul|.//ol|.//h1|.//h2|.//h3|.//td[count(.//p)>1]")
