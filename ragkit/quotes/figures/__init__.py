"""A figure in a draft's own words: whether a source bears it, or counts the same otherwise.

`figure.py` reads figures in their sentences, `candidates.py` looks up those that may be
the same, `apart.py` finds what tells two apart, and `checking.py` gives the verdict.
"""
