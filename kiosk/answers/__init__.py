"""Answers to common questions: their content, and later their index and ranking."""
