"""How the contextual model is made: a small transformer that reads both languages (stage 2)."""
