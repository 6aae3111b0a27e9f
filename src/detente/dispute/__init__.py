"""The case file: what the analyst judges, checked and compiled to a graph."""
