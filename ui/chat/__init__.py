"""The chat: questions, answers with their citations, and the release beside them."""
