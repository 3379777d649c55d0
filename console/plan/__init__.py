"""What an emergency plan says, as frozen data with its clauses."""
