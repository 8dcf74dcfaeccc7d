"""From documents to a summary of which every sentence shows its evidence."""
