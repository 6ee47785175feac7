SELECT * FROM settled_control_balances
