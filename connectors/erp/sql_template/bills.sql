SELECT * FROM settled_bills
