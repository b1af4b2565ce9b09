"""Every write on promises."""
