SELECT * FROM settled_bank_book
