"""Who may do what, asked of every URL."""
