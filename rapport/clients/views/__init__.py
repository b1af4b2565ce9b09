"""Pages of clients and contacts."""
