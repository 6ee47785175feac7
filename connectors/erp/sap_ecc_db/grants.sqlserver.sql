-- Run as sysadmin. Change the password and the names of database and schema. Without the new ledger leave FAGLFLEXT out.
CREATE LOGIN settled_ro WITH PASSWORD = 'change-me', CHECK_POLICY = ON;
USE PRD;
-- The default schema is the system's; or the ledger block says owner = "prd".
CREATE USER settled_ro FOR LOGIN settled_ro WITH DEFAULT_SCHEMA = prd;
GRANT SELECT ON prd.KNA1 TO settled_ro;
GRANT SELECT ON prd.KNB1 TO settled_ro;
GRANT SELECT ON prd.KNVV TO settled_ro;
GRANT SELECT ON prd.KNKK TO settled_ro;
GRANT SELECT ON prd.ADR6 TO settled_ro;
GRANT SELECT ON prd.T052 TO settled_ro;
GRANT SELECT ON prd.TCURX TO settled_ro;
GRANT SELECT ON prd.T012K TO settled_ro;
GRANT SELECT ON prd.BSID TO settled_ro;
GRANT SELECT ON prd.BSAD TO settled_ro;
GRANT SELECT ON prd.BSIS TO settled_ro;
GRANT SELECT ON prd.FAGLFLEXT TO settled_ro;
