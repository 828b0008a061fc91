"""A relationship manager's workbench: every promise made to a client, kept."""

__version__ = "0.1.0"
