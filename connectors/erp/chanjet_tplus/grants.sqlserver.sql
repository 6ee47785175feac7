-- Run as sysadmin. Change the password and the name of the account set's database.
CREATE LOGIN settled_ro WITH PASSWORD = 'change-me', CHECK_POLICY = ON;
USE UFTData000001_000001;
CREATE USER settled_ro FOR LOGIN settled_ro;
GRANT SELECT ON dbo.AA_Partner TO settled_ro;
GRANT SELECT ON dbo.AA_Person TO settled_ro;
GRANT SELECT ON dbo.AA_Currency TO settled_ro;
GRANT SELECT ON dbo.AA_BankAccount TO settled_ro;
GRANT SELECT ON dbo.AA_Account TO settled_ro;
GRANT SELECT ON dbo.eap_EnumItem TO settled_ro;
GRANT SELECT ON dbo.SM_VoucherType TO settled_ro;
GRANT SELECT ON dbo.ARAP_Detail TO settled_ro;
GRANT SELECT ON dbo.ARAP_ReceivePayment TO settled_ro;
GRANT SELECT ON dbo.ARAP_ReceivePayment_MultiSettle TO settled_ro;
GRANT SELECT ON dbo.GL_Doc TO settled_ro;
GRANT SELECT ON dbo.GL_Entry TO settled_ro;
