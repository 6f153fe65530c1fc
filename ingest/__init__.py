"""From a file to a Release, and from a Release to passages; `sync` brings a library up to date."""
