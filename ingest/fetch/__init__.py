"""Documents from addresses: pages, feeds and sitemaps, fetched politely and with suspicion."""
