"""The parts of the store: opening a file, rows and records, history and undo."""
