"""How mail goes on: to the next hop, or back to its sender as a notification."""
