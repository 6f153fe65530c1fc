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
from ingest.parsers.page_furniture import is_furniture, is_note_mark, without_link_lists
from ingest.parsers.page_hidden import Hidden
from ingest.parsers.page_meta import read_metadata
from shadow import fold

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of pages left to us

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
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
    blocks = without_link_lists(walker.out.text, blocks, walker.linked) or blocks
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
    hidden = Hidden(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag in ("html", "body", "main", "article"):
            continue
        if hidden.hides(element) or is_furniture(element, letters) or is_note_mark(element):
            element.drop_tree()


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
            return _with_its_title(found[0])
    body = root.find("body")
    return root if body is None else body


def _with_its_title(content: etree._Element) -> etree._Element:
    """A marked body together with the title above it and the contacts under it.

    Old pages mark the words alone; the element that holds both them and the title is taken.
    """
    if content.get("itemprop") != "articleBody":
        return content
    for parent in content.iterancestors():
        if parent.tag == "body":
            break
        if parent.find(".//h1") is not None:
            return parent
    return content


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
        self.linked: set[int] = set()  # starts of blocks that are nothing but links
        self._links = 0  # visible characters of the open block that stand in links

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
            if tag == "a" and element.get("href"):
                self._links += _visible_length(element.text_content())
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
        only_links = 0 < _visible_length(words.replace(_LINE_BREAK, "")) <= self._links
        self._links = 0
        before = len(self.out.blocks)
        self._write(words)
        if only_links:
            self.linked.update(block.start for block in self.out.blocks[before:])

    def _write(self, words: str) -> None:
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


def _visible_length(words: str) -> int:
    return sum(not char.isspace() for char in words)


def _is_data_row(row: etree._Element) -> bool:
    """Tables also lay out pages; a row of data has cells with one short paragraph each."""
    return not row.xpath(".//table|.//ul|.//ol|.//h1|.//h2|.//h3|.//td[count(.//p)>1]")
