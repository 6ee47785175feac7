-- Run as sysadmin. Change the password and the name of the account set's database.
CREATE LOGIN settled_ro WITH PASSWORD = 'change-me', CHECK_POLICY = ON;
USE AIS20260101000000;
CREATE USER settled_ro FOR LOGIN settled_ro;
GRANT SELECT ON dbo.t_Item TO settled_ro;
GRANT SELECT ON dbo.t_Organization TO settled_ro;
GRANT SELECT ON dbo.t_Emp TO settled_ro;
GRANT SELECT ON dbo.t_Department TO settled_ro;
GRANT SELECT ON dbo.t_Currency TO settled_ro;
GRANT SELECT ON dbo.t_Account TO settled_ro;
GRANT SELECT ON dbo.t_RP_Contact TO settled_ro;
GRANT SELECT ON dbo.t_RP_Plan_Ar TO settled_ro;
GRANT SELECT ON dbo.t_RP_NewReceiveBill TO settled_ro;
GRANT SELECT ON dbo.t_RP_NewCheckInfo TO settled_ro;
GRANT SELECT ON dbo.t_Voucher TO settled_ro;
GRANT SELECT ON dbo.t_VoucherEntry TO settled_ro;
GRANT SELECT ON dbo.t_Balance TO settled_ro;
GRANT SELECT ON dbo.cn_account TO settled_ro;
GRANT SELECT ON dbo.CN_YHRJZ TO settled_ro;
