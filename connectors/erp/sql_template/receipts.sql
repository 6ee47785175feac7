SELECT * FROM settled_receipts
