"""What `inkling` can do besides serving: one module a subcommand, `add_arguments` and `run`."""
