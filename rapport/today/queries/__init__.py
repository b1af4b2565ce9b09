"""Everything on the page is read here; nothing is typed in."""
