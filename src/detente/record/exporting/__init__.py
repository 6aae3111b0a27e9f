"""Carry tables and networks out of the record: CSV, JSON, JSONL, XLSX, Parquet, GraphML, BibTeX, CSL JSON."""
