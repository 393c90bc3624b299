"""Questions to DNS and who answers them: the evaluators ask, a resolver answers."""
