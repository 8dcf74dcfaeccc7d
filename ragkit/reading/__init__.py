"""Reading passages for a question: which words answer it, and whether any do."""
