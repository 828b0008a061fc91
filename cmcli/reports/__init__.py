"""A period's submission: built once, written in several forms."""
