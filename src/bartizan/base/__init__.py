"""What every package may lean on: time, ids, errors, actors, paging, logs. No I/O of its own."""
