"""Pages of the list of alerts and of the choices behind it."""
