"""Work that outlives the process that asked for it: queue, schedules, the stream of events."""
