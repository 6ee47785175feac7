SELECT * FROM settled_terms
