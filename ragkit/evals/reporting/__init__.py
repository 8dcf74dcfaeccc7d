"""Runs and comparisons as a terminal, a script, a CI server and a browser read them."""
