"""Answering: from ranked passages to a cited, checked answer or an honest abstention."""
