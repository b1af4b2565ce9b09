"""CPU milliseconds an operation, as ratios against a fixed yardstick."""
