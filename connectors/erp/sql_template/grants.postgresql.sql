-- PostgreSQL. Run as the owner after the views. Leave out views that you did not make. / 建好视图后以所有者运行；未建的视图删去对应行。
CREATE ROLE settled_ro LOGIN PASSWORD 'change-me';
GRANT USAGE ON SCHEMA public TO settled_ro;
GRANT SELECT ON settled_customers TO settled_ro;
GRANT SELECT ON settled_open_items TO settled_ro;
GRANT SELECT ON settled_receipts TO settled_ro;
GRANT SELECT ON settled_bank_book TO settled_ro;
GRANT SELECT ON settled_control_balances TO settled_ro;
GRANT SELECT ON settled_settlements TO settled_ro;
GRANT SELECT ON settled_bills TO settled_ro;
GRANT SELECT ON settled_terms TO settled_ro;
GRANT SELECT ON settled_advices TO settled_ro;
GRANT SELECT ON settled_sales TO settled_ro;
GRANT SELECT ON settled_plan TO settled_ro;
GRANT SELECT ON settled_payables TO settled_ro;
GRANT SELECT ON settled_exposure TO settled_ro;
GRANT SELECT ON settled_exchange_rates TO settled_ro;
