"""Where links lead without following them, what their hosts are known for, what is odd in them."""
