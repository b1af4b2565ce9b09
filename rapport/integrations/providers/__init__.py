"""One vendor's dialect a file: its wire format into neutral records and back, and nothing else."""
