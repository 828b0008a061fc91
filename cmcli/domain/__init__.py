"""The nouns and their rules: pure functions of facts and `now`."""
