"""What pages show, as queries: they change nothing, and those of cases all pass the access function."""
