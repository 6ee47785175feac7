-- MariaDB, MySQL. Run as an administrator after the views. Leave out views that you did not make. / 建好视图后以管理员运行；未建的视图删去对应行。
CREATE USER 'settled_ro'@'%' IDENTIFIED BY 'change-me' REQUIRE SSL;
GRANT SELECT ON your_database.settled_customers TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_open_items TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_receipts TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_bank_book TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_control_balances TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_settlements TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_bills TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_terms TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_advices TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_sales TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_plan TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_payables TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_exposure TO 'settled_ro'@'%';
GRANT SELECT ON your_database.settled_exchange_rates TO 'settled_ro'@'%';
