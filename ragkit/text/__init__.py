"""What a text is made of, as spans: blocks, sentences, chunks, terms, figures and names."""
