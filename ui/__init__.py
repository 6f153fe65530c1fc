"""The chat application: pages and components; `texts.py` holds every word that it says."""
