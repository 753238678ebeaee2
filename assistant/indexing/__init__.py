"""The write line: embedding, nodes, the store, ingest."""
