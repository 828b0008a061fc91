"""One file for each noun or daily verb: parse, call, show."""
