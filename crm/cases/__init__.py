"""Everything else that staff settle: complaints, letters, reports, applications, money that is not yet clear."""
