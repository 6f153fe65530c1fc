"""How the packaged model is made and judged; see README.md in this folder."""
