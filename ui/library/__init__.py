"""The library: its releases in a table, one by one, compared, in time; adding and removing them."""
