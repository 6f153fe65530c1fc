"""`escape_md` against the Markdown that Streamlit really renders, in the labels of real widgets."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = [
    "$10 à 20 M$ et $$x$$",
    ":material/home: :red[rouge] :smile: :blue-background[x]",
    "![](http://evil.example/x.png) ![a](//evil.example/y.png)",
    "[lien](javascript:alert(1)) <https://evil.example>",
    "<script>alert(1)</script><img src=//evil.example/z.png>",
    "# titre - liste 1. un > cité",
    "`code` **gras** _italique_ ~~barré~~ | a | b |",
    "http://evil.example www.evil.example a@evil.example",
    "a --> b <- c <= d -- e >= f ~= g",
    "\\$ \\\\ &amp; &#58;red[x] \\:red[y]",
    ":streamlit: :material_home: :small[x] :badge[x] :shortcode",
]
SCRIPT = """
import json, sys
import streamlit as st
sys.path.insert(0, {project!r})
from ui.safe import escape_md
for number, text in enumerate(json.loads({hostile!r})):
    st.button(escape_md(text), key=f"label-{{number}}")
    with st.container(key=f"prose-{{number}}"):
        st.markdown(escape_md(text))
"""


@pytest.fixture
def labels(tmp_path: Path, wait_for):
    """The address of an app that does nothing but show the hostile strings, escaped."""
    script = tmp_path / "labels.py"
    script.write_text(SCRIPT.format(project=str(PROJECT), hostile=json.dumps(HOSTILE)))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(script)),
            f"--server.port={port}",
            "--server.address=127.0.0.1",
            "--server.headless=true",
            "--browser.gatherUsageStats=false",
        ],
        cwd=PROJECT,
        env=dict(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_hostile_strings_are_shown_as_they_are(labels, open_page, expect):
    page = open_page(labels)
    for number, text in enumerate(HOSTILE):
        for place in (f".st-key-label-{number} button p", f".st-key-prose-{number} p"):
            shown = page.locator(place)
            expect(shown).to_be_visible()
            words = shown.evaluate("element => element.textContent").replace("\u2060", "")
            assert words == text
    assert page.locator("p :is(a, img, code, strong, em, del, .katex, span)").count() == 0
