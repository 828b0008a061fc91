"""The sections of a report, one a file; `cmcli.reports.sections` lists them."""
