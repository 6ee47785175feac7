-- Run as the owner of the GnuCash database. Change the password.
CREATE ROLE settled_ro LOGIN PASSWORD 'change-me';
GRANT USAGE ON SCHEMA public TO settled_ro;
GRANT SELECT ON accounts, billterms, commodities, customers, invoices, jobs, lots, slots, splits, transactions, versions TO settled_ro;
