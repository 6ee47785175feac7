SELECT * FROM settled_exchange_rates
