"""Fits what is decided by weights (ranking, refusal) on training questions."""
