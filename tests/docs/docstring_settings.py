"""What examples in docstrings take for granted, by the place of the docstring: code run before it.

An example should make its data itself; this is for what would hide its point, and for files
that would come from the network.
"""

GIVEN = {}
