"""Answers and passages as a terminal and a script read them."""
