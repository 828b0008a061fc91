"""Reads that join tables and return records."""
