SELECT * FROM settled_sales
