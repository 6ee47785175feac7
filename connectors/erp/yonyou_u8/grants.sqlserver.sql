-- Run as sysadmin. Change the password and the name of the account set's database.
CREATE LOGIN settled_ro WITH PASSWORD = 'change-me', CHECK_POLICY = ON;
-- With Windows accounts instead: CREATE LOGIN [DOMAIN\settled$] FROM WINDOWS;
USE UFDATA_001_2026;
CREATE USER settled_ro FOR LOGIN settled_ro;
GRANT SELECT ON dbo.Customer TO settled_ro;
GRANT SELECT ON dbo.Person TO settled_ro;
GRANT SELECT ON dbo.Ar_Detail TO settled_ro;
GRANT SELECT ON dbo.SaleBillVouch TO settled_ro;
GRANT SELECT ON dbo.Ap_CloseBill TO settled_ro;
GRANT SELECT ON dbo.Ap_CloseBills TO settled_ro;
GRANT SELECT ON dbo.GL_accvouch TO settled_ro;
GRANT SELECT ON dbo.GL_accsum TO settled_ro;
GRANT SELECT ON dbo.code TO settled_ro;
-- Without the receivables module:
GRANT SELECT ON dbo.GL_accass TO settled_ro;
