SELECT * FROM settled_advices
