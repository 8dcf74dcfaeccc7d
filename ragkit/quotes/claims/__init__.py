"""What a claim says and whether its quotes say it too, one kind of thing a module.

evidence.py    a quote in its document, with the sentences around it; clauses
amounts.py     figures: equal, of the same thing, in the right place
naming.py      names, and who did what to whom
moments.py     months, days and years that go with what is said
denials.py     negations, and words of direction and outcome
wording.py     all, most or some; and whether the claim has anything to do with it
"""
