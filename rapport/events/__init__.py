"""The event stream, its listeners, and background work.

Owns: Event, Seal, Job. Every act is published here once, in the transaction of the act; everybody
else reads. It knows nothing of the apps above it.
"""
