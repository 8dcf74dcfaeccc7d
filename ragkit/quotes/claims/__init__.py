"""What a claim says and whether its quotes say it too, one kind of thing a module.

evidence.py    a quote in its document, with the sentences around it; clauses
reading.py     the words of a sentence as they are compared
amounts.py     figures: equal, of the same thing, in the right place
naming.py      names, whole or in short
moments.py     months, days and years that go with what is said
scopes.py      what a sentence denies and what it states
denials.py     negations: the same is denied
directions.py  words of direction and outcome, and other opposites
extents.py     all, most, some or none; "only", "exactly" and "always" that are added
certainty.py   done, planned, allowed or alleged
order.py       from and to, before and after, cause and effect, more than
roles.py       who does what to whom, and who says it
replaced.py    a word of the quotes in the place of another
novelty.py     a word that the quotes have nothing for
wording.py     whether the claim has anything to do with it
"""
