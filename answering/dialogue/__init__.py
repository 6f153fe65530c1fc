"""Follow-up questions, made standalone from the dialogue before them: by rules, offline."""

from answering.dialogue.following import follow, read, typed
from answering.dialogue.reading import Leaning, Reading, alone, unread

__all__ = ["Leaning", "Reading", "alone", "follow", "read", "typed", "unread"]
