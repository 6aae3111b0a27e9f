"""Review in the terminal: one key decides and moves on. Nothing here decides what a decision means."""
