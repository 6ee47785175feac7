-- The part of a U8 account set that settled reads, for SQLite. Column names are U8's; types are near enough.
CREATE TABLE Customer (cCusCode VARCHAR(20) PRIMARY KEY, cCusName VARCHAR(98), cCusAbbName VARCHAR(60), cCCCode VARCHAR(12),
  cDCCode VARCHAR(12), cCusRegCode VARCHAR(50), cCusAccount VARCHAR(50), cCusEmail VARCHAR(100), cCusPerson VARCHAR(50),
  cCusPhone VARCHAR(100), cCusHand VARCHAR(100), cCusPPerson VARCHAR(20), cCusCreGrade VARCHAR(6), iCusCreLine DECIMAL(26,6),
  iCusCreDate INTEGER, bCredit SMALLINT, cCusHeadCode VARCHAR(20), cCusExch_name VARCHAR(8), dModifyDate TIMESTAMP);
CREATE TABLE Person (cPersonCode VARCHAR(20) PRIMARY KEY, cPersonName VARCHAR(40), cPersonEmail VARCHAR(100));
CREATE TABLE Ar_Detail (Auto_ID INTEGER PRIMARY KEY, cVouchType VARCHAR(10), cVouchID VARCHAR(30), dVouchDate TIMESTAMP,
  dRegDate TIMESTAMP, cDwCode VARCHAR(20), cDeptCode VARCHAR(12), cPerson VARCHAR(20), cDigest VARCHAR(300), cexch_name VARCHAR(8),
  iExchRate DECIMAL(28,10), iDAmount DECIMAL(28,4), iCAmount DECIMAL(28,4), iDAmount_f DECIMAL(28,4), iCAmount_f DECIMAL(28,4),
  cOrderNo VARCHAR(30), cProcStyle VARCHAR(10), cCancelNo VARCHAR(40), iFlag SMALLINT, cCoVouchType VARCHAR(10),
  cCoVouchID VARCHAR(30), cFlag VARCHAR(2), cContractID VARCHAR(64), dCreditStart TIMESTAMP, iCreditPeriod INTEGER,
  dGatheringDate TIMESTAMP, cDLCode VARCHAR(30));
CREATE TABLE SaleBillVouch (SBVID INTEGER PRIMARY KEY, cSBVCode VARCHAR(30), cVouchType VARCHAR(2), dDate TIMESTAMP,
  cCusCode VARCHAR(20), cPersonCode VARCHAR(20), cexch_name VARCHAR(8), cVerifier VARCHAR(20), cDefine1 VARCHAR(20),
  cDefine2 VARCHAR(20), cDefine3 VARCHAR(20), cDefine10 VARCHAR(60), cDefine11 VARCHAR(120), cDefine12 VARCHAR(120));
CREATE TABLE Ap_CloseBill (iID INTEGER PRIMARY KEY, cVouchType VARCHAR(10), cVouchID VARCHAR(30), dVouchDate TIMESTAMP,
  cDwCode VARCHAR(20), cSSCode VARCHAR(3), cNoteNo VARCHAR(60), cexch_name VARCHAR(8), iExchRate DECIMAL(28,10),
  iAmount DECIMAL(28,4), iAmount_f DECIMAL(28,4), cOperator VARCHAR(20), cCheckMan VARCHAR(20), cCode VARCHAR(40),
  cFlag VARCHAR(2), dverifysystime TIMESTAMP, dcreatesystime TIMESTAMP);
CREATE TABLE Ap_CloseBills (ID INTEGER PRIMARY KEY, iID INTEGER, iType SMALLINT, iAmt_f DECIMAL(28,4), iAmt DECIMAL(28,4),
  iRAmt_f DECIMAL(28,4), iRAmt DECIMAL(28,4));
CREATE TABLE code (iyear SMALLINT, ccode VARCHAR(40), ccode_name VARCHAR(100), cexch_name VARCHAR(8), bbank SMALLINT,
  cother VARCHAR(20), PRIMARY KEY (iyear, ccode));
CREATE TABLE GL_accsum (i_id INTEGER PRIMARY KEY, iyear SMALLINT, iperiod SMALLINT, ccode VARCHAR(40), cexch_name VARCHAR(8),
  cbegind_c_engl VARCHAR(6), mb DECIMAL(28,2), mb_f DECIMAL(28,4));
CREATE TABLE GL_accvouch (i_id INTEGER PRIMARY KEY, iyear SMALLINT, iperiod SMALLINT, dbill_date TIMESTAMP, iflag SMALLINT,
  cdigest VARCHAR(300), ccode VARCHAR(40), cexch_name VARCHAR(8), md DECIMAL(28,2), mc DECIMAL(28,2), md_f DECIMAL(28,4),
  mc_f DECIMAL(28,4), cn_id VARCHAR(60), ccus_id VARCHAR(20), cname VARCHAR(40), tvouchtime TIMESTAMP);
