SELECT * FROM settled_plan
