"""The shape of the record as numbered SQL files; each brings a record from the version before to its own."""
