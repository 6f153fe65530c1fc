"""What a page holds but does not show: hidden elements, invisible colours, rules of its styles.

Styles are read as far as hiding goes: declarations on the element itself, and rules of the page's
own <style> for a class, an id or an element. What a script or a distant style sheet hides is
beyond us; the layout of the sites we know names it by class.
"""

from __future__ import annotations

import re

from lxml import etree

_NEVER_SHOWN = frozenset(
    """script style noscript template iframe svg math object embed audio video canvas head button
    select textarea input datalist""".split()
)
_CLASSES = frozenset(
    """wb-inv sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only hidden
    d-none usa-sr-only element-invisible hide""".split()
)
_ZERO = r"0*(?:\.0+)?\s*(?:px|pt|em|rem|%|vh|vw)?\s*(?:!important\s*)?(?:;|\Z)"
_STYLE = re.compile(
    r"(?<![-\w])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    rf"|font-size\s*:\s*(?:{_ZERO}|[01](?:\.\d+)?px)|opacity\s*:\s*(?:{_ZERO}|0?\.0\d*)"
    rf"|(?:max-)?(?:height|width)\s*:\s*{_ZERO}|transform\s*:[^;]{{0,60}}scale[xy]?\(\s*0"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top|right|margin-left)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*(?:0|1px)[\s,]|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0))",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]{1,40})", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z", re.IGNORECASE)
_PARTS = re.compile(r"rgba?\(([^()]{1,40})\)", re.IGNORECASE)
_PALE = 240  # of 255, in each of red, green and blue: on white paper nobody reads it
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIMPLE = re.compile(r"(?:[a-z]\w*)?([.#])([\w-]+)\Z", re.IGNORECASE)
_MOST_STYLE = 500_000  # characters of <style> that are read


class Hidden:
    """Knows which elements of one page are not shown."""

    def __init__(self, root: etree._Element) -> None:
        self._classes = set(_CLASSES)
        self._ids: set[str] = set()
        sheets = " ".join(style.text or "" for style in root.iter("style"))[:_MOST_STYLE]
        sheets = re.sub(r"@[\w-]+[^{};]*;", "", _COMMENT.sub("", sheets))
        for selectors, declarations in _RULE.findall(_without_media(sheets)):
            if hides(declarations):
                self._learn(selectors)

    def _learn(self, selectors: str) -> None:
        for selector in selectors.split(","):
            simple = _SIMPLE.match(selector.strip())
            if simple:
                (self._classes if simple[1] == "." else self._ids).add(simple[2])

    def hides(self, element: etree._Element) -> bool:
        """Whether a reader of the page does not see this element."""
        return bool(
            element.tag in _NEVER_SHOWN
            or element.get("hidden") is not None
            or element.get("aria-hidden", "").lower() == "true"
            or self._classes.intersection(element.get("class", "").split())
            or element.get("id") in self._ids
            or hides(element.get("style", ""))
            or (element.tag == "font" and _is_pale(element.get("color", "")))
        )


def hides(style: str) -> bool:
    """Whether these declarations make words invisible."""
    if _STYLE.search(style):
        return True
    colour = _COLOUR.search(style)
    return bool(colour and "background" not in style.lower() and _is_pale(colour[1]))


def _without_media(sheets: str) -> str:
    """Styles without their blocks for print and screens: those hide for some readers only."""
    out, depth, begin = [], 0, 0
    for match in re.finditer(r"@media[^{]*\{|\{|\}", sheets):
        if match[0].startswith("@") and depth == 0:
            out.append(sheets[begin : match.start()])
            depth = 1
        elif depth:
            depth += -1 if match[0] == "}" else 1
            begin = match.end()
    return "".join(out) + sheets[begin:]


def _is_pale(colour: str) -> bool:
    """Whether a colour is white, nearly white or no colour at all."""
    colour = colour.strip().lower()
    if colour in ("white", "transparent", "snow", "ivory", "ghostwhite", "whitesmoke"):
        return True
    digits = _HEX.match(colour)
    if digits:
        value = digits[1] if len(digits[1]) > 4 else "".join(2 * char for char in digits[1])
        channels = [int(value[at : at + 2], 16) for at in (0, 2, 4)]
        return min(channels) >= _PALE or value[6:] == "00"
    parts = _PARTS.match(colour)
    if parts:
        numbers = [float(number) for number in re.findall(r"[\d.]+", parts[1]) if number != "."]
        return (len(numbers) > 3 and numbers[3] == 0) or min(numbers[:3], default=0) >= _PALE
    return False
