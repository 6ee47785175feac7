-- Run as an administrator. Change database, host and password.
CREATE USER 'settled_ro'@'%' IDENTIFIED BY 'change-me' REQUIRE SSL;
GRANT SELECT ON gnucash.accounts TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.billterms TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.commodities TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.customers TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.invoices TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.jobs TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.lots TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.slots TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.splits TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.transactions TO 'settled_ro'@'%';
GRANT SELECT ON gnucash.versions TO 'settled_ro'@'%';
