"""Ships the built web console: the files of `dist/`, and the one app that serves them."""
