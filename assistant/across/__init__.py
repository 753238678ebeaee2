"""Across reports: series of meetings, topics over time, positions, commitments, comparison and briefing."""
