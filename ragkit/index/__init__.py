"""What a corpus folder holds: the catalog, and Chroma derived from it."""
