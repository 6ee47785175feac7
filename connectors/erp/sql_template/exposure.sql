SELECT * FROM settled_exposure
