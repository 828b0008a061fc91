"""What speed costs, measured: never in the tests, whose machine may be busy."""
