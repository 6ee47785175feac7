SELECT * FROM settled_settlements
