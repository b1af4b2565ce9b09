"""Inner loops in C beside the Python that says the same: built where there is a compiler."""
