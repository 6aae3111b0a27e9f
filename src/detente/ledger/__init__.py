"""Who gave what, what was promised, and who deals with whom: pure functions of record and judgements."""
