"""Who gave what, what was promised, and who deals with whom: pure functions of record and judgements.

:func:`detente.ledger.keep.keep` makes all accounts; each account has a module of its own.
"""
