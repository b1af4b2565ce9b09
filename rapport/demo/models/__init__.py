"""The demo's own row."""

from rapport.demo.models.demo_key import DemoKey

__all__ = ["DemoKey"]
