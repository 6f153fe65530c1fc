"""Settings and status: what this library and this process are made of."""
