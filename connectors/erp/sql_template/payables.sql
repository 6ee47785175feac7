SELECT * FROM settled_payables
