"""The kit: tokens, tags, forms, toasts."""
