"""Reading a draft: what it quotes, in every kind of mark and block, and what are its own words.

`quotations.py` ties the others together: `marks`, `singles` and `sides` pair quotation
marks, `blockquotes` and `elements` find quoted blocks and what quotes in HTML, `credits`
tells who is quoted from what is said, `asides` is what nobody says, such as code, and
`passages` what the words read as without their markup.
"""
