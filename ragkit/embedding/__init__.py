"""Texts to vectors: the model that ships, or one of Chroma's functions."""
