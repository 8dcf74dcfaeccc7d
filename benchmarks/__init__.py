"""Measurements; each module says what it needs and prints a table."""
