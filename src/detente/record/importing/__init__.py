"""Other people's lists of events, read into the record one format at a time."""
