-- What stands in K/3 Cloud and is not read, and why.
SELECT 'receivables that are not audited' AS reason, COUNT(*) AS documents
FROM T_AR_RECEIVABLE a JOIN T_ORG_ORGANIZATIONS o ON o.FORGID = a.FSETTLEORGID
WHERE a.FDOCUMENTSTATUS IN ('A', 'B', 'D') AND a.FCANCELSTATUS = 'A' AND ('' IN (:organisations) OR o.FNUMBER IN (:organisations))
UNION ALL
SELECT 'estimates of what is delivered and not invoiced (FSETACCOUNTTYPE 2)', COUNT(*)
FROM T_AR_RECEIVABLE a JOIN T_ORG_ORGANIZATIONS o ON o.FORGID = a.FSETTLEORGID
WHERE a.FDOCUMENTSTATUS = 'C' AND a.FCANCELSTATUS = 'A' AND a.FSETACCOUNTTYPE = '2' AND ('' IN (:organisations) OR o.FNUMBER IN (:organisations))
UNION ALL
SELECT 'receivables that a settlement made (FBYVERIFY)', COUNT(*)
FROM T_AR_RECEIVABLE a JOIN T_ORG_ORGANIZATIONS o ON o.FORGID = a.FSETTLEORGID
WHERE a.FDOCUMENTSTATUS = 'C' AND a.FCANCELSTATUS = 'A' AND COALESCE(a.FBYVERIFY, '0') <> '0' AND ('' IN (:organisations) OR o.FNUMBER IN (:organisations))
UNION ALL
SELECT 'receipts for purposes that are no receivables: among the receipts, not money on account', COUNT(DISTINCT r.FID)
FROM T_AR_RECEIVEBILL r JOIN T_AR_RECEIVEBILLENTRY e ON e.FID = r.FID JOIN T_ORG_ORGANIZATIONS o ON o.FORGID = r.FSETTLEORGID
WHERE r.FCONTACTUNITTYPE = 'BD_Customer' AND r.FDOCUMENTSTATUS = 'C' AND r.FCANCELSTATUS = 'A' AND CAST(e.FPURPOSEID AS VARCHAR(20)) IN (:other_purposes)
  AND ('' IN (:organisations) OR o.FNUMBER IN (:organisations))
UNION ALL
SELECT 'refunds that are written off in part', COUNT(*)
FROM T_AR_REFUNDBILL r JOIN T_ORG_ORGANIZATIONS o ON o.FORGID = r.FSETTLEORGID
WHERE r.FCONTACTUNITTYPE = 'BD_Customer' AND r.FDOCUMENTSTATUS = 'C' AND r.FCANCELSTATUS = 'A' AND r.FWRITTENOFFSTATUS = 'B'
  AND ('' IN (:organisations) OR o.FNUMBER IN (:organisations))
