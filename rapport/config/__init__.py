"""Settings, root URLs and the ASGI entry point."""
