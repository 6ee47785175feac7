SELECT * FROM settled_open_items
