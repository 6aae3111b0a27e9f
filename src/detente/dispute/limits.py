"""How large a case file may be: generous for people, small enough that no file stalls the program."""

from __future__ import annotations

MAX_BYTES = 500_000
"""Size of a case file."""
MAX_DEPTH = 24
"""How deep lists and maps may lie in each other; the language itself needs nine levels."""
MAX_NODES = 25_000
"""Keys, values, lists and maps in a file."""
MAX_NAME = 80
"""Characters in the code of an actor, option, term or state."""
MAX_STATEMENT = 2_000
"""Characters in one statement."""
MAX_STATEMENTS = 50_000
"""Characters in all statements of a file together."""
MAX_STATEMENT_SIZE = 5_000
"""Names and connectives in one statement once its terms are written out."""
MAX_STATEMENT_DEPTH = 100
"""How deep a statement nests once its terms are written out."""
MAX_WEIGHTS = 500
"""Pairs of issues ordered by the weights of the ledger."""
MAX_STATES = 4_096
"""States listed by name."""
MAX_COMBINATIONS = 2**24
"""Combinations of options held at once while the feasible outcomes are found."""
CHECKED_NODES = 150_000
"""Keys and values gone through while a file is checked in all its readings."""
CHECKED_COMBINATIONS = 2**16
"""The same while a file is merely checked, so that checking stays quick."""
CHECKED_WORK = 400_000_000
"""Truth values computed while a file is checked."""
MAX_FAULTS = 200
"""Faults told at once; more are counted."""
