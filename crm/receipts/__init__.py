"""Proofs of payment on customers' phones: links as kiosks made them, and the public page behind each."""
