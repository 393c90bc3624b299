"""Detectors: one file, one suspicion; the file's name is the detector's id.

A detector is a module with

- a docstring whose first line says what it suspects and why that matters,
- `ABOUT`, an `evidence.About`: title, severity, weight and tags,
- `detect(facts) -> Found | None`, a pure function of `evidence.Facts`.

The weight is the probability that a message is malicious when this is the only thing known of it.
"""
