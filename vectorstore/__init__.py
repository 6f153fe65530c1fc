"""The library on disk, behind one seam: SQLite for texts and ledger, Chroma for vectors, Tantivy
for words. It takes vectors and text and knows no encoder."""
