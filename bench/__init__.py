"""Benchmarks: ours, the limit and the peers side by side in one run. Ratios count; machines are noisy. No tests here."""
