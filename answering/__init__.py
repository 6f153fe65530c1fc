"""From evidence to a verified answer, or to an honest refusal."""
