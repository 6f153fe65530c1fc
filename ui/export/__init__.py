"""Answers as files: one module a format, and what they share. Nothing here knows Streamlit."""
