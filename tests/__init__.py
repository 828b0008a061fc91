"""The safety net: rules, store, commands and pages."""
