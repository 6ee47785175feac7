-- What stands in T+ and is not read, and why.
SELECT 'documents that are not audited: no receivables yet' AS reason, COUNT(*) AS documents
FROM ARAP_Detail d WHERE d.isArFlag = 1 AND d.auditFlag = 0 AND d.bussinessFlag = '0'
UNION ALL
SELECT 'settlements that are not audited: not taken off yet', COUNT(*)
FROM ARAP_Detail d WHERE d.isArFlag = 1 AND d.auditFlag = 1 AND d.auditBussinessFlag = 0
