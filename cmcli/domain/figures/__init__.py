"""What each measure counts: pure functions that pick and label the rows of a period."""
