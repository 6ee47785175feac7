SELECT * FROM settled_customers
