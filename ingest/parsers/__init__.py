"""One module a file type: bytes or a path in, `ingest.parsed.Parsed` out."""
