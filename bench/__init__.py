"""What an operation costs: CPU milliseconds over every process it keeps busy."""
