"""Bartizan keeps one watch over a company's mail and proves afterwards what it did."""

__version__ = "0.1.0"
