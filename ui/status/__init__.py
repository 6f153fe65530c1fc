"""Settings and status: what this installation holds, keeps and sends, and how it looks."""
