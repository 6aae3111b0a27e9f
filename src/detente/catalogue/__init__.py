"""Bundled cases: conflicts from the literature with the results their sources print."""
