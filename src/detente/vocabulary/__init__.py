"""What words mean: who is meant by a name, what kinds of act there are, and what they are about."""
