"""Scripts for the people who work on cm."""
