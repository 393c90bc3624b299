"""Background processes: the roles Bartizan runs in, and the supervisor that keeps them up."""
