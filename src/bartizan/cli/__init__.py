"""The command line: `bartizan <package> <verb>`."""
