-- Run as sysadmin. Change the password and the name of the company database.
CREATE LOGIN settled_ro WITH PASSWORD = 'change-me', CHECK_POLICY = ON;
USE SBODemoCN;
CREATE USER settled_ro FOR LOGIN settled_ro;
GRANT SELECT ON dbo.OCRD TO settled_ro;
GRANT SELECT ON dbo.OCPR TO settled_ro;
GRANT SELECT ON dbo.OSLP TO settled_ro;
GRANT SELECT ON dbo.OCTG TO settled_ro;
GRANT SELECT ON dbo.OADM TO settled_ro;
GRANT SELECT ON dbo.OINV TO settled_ro;
GRANT SELECT ON dbo.INV6 TO settled_ro;
GRANT SELECT ON dbo.ORCT TO settled_ro;
GRANT SELECT ON dbo.RCT2 TO settled_ro;
GRANT SELECT ON dbo.OJDT TO settled_ro;
GRANT SELECT ON dbo.JDT1 TO settled_ro;
GRANT SELECT ON dbo.OACT TO settled_ro;
GRANT SELECT ON dbo.DSC1 TO settled_ro;
