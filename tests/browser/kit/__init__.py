"""The kit in a real browser: keys, plan, composer, accessibility."""
