"""Bytes to documents: which files, which encoding, which format, which text."""
