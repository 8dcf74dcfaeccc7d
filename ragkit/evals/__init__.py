"""Evals: suites of questions with gold facts, scorers, runs and their comparison."""
