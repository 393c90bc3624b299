"""The HTTP and WebSocket door: routing, limits, headers and problems; no decisions of its own."""
