"""The two measures of the paper, taken on the running ledger: traceability and consistency."""
