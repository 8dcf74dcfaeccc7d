"""From passages to an answer, or to an abstention."""
