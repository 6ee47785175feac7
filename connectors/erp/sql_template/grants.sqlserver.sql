-- SQL Server. Run as sysadmin after the views. Leave out views that you did not make. / 建好视图后以 sysadmin 运行；未建的视图删去对应行。
CREATE LOGIN settled_ro WITH PASSWORD = 'change-me', CHECK_POLICY = ON;
USE your_database;
CREATE USER settled_ro FOR LOGIN settled_ro;
GRANT SELECT ON dbo.settled_customers TO settled_ro;
GRANT SELECT ON dbo.settled_open_items TO settled_ro;
GRANT SELECT ON dbo.settled_receipts TO settled_ro;
GRANT SELECT ON dbo.settled_bank_book TO settled_ro;
GRANT SELECT ON dbo.settled_control_balances TO settled_ro;
GRANT SELECT ON dbo.settled_settlements TO settled_ro;
GRANT SELECT ON dbo.settled_bills TO settled_ro;
GRANT SELECT ON dbo.settled_terms TO settled_ro;
GRANT SELECT ON dbo.settled_advices TO settled_ro;
GRANT SELECT ON dbo.settled_sales TO settled_ro;
GRANT SELECT ON dbo.settled_plan TO settled_ro;
GRANT SELECT ON dbo.settled_payables TO settled_ro;
GRANT SELECT ON dbo.settled_exposure TO settled_ro;
GRANT SELECT ON dbo.settled_exchange_rates TO settled_ro;
