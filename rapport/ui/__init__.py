"""The face: base templates, components, tags, and the built scripts and styles.

Stands at the bottom and knows nothing of the domain; every other app may use it.
"""
