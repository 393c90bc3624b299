"""What is learned from mail: features, models of text, links and structure, and their training."""
