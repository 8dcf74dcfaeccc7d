"""Text at places of a page to text in reading order."""
