"""Quotes: where asked words stand in a document, and whether they stand there honestly."""
