"""The critical path method over flat arrays, compiled; the rules are those of the Python beside.

`network.Network` is a plan made ready once, to be run again after each edit.
"""
