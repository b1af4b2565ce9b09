"""Microsoft Project's own files turned into its XML by MPXJ, in a Java process of its own.

Optional: where there is no Java, or MPXJ is not installed, `parts.find` says which it is.
"""
