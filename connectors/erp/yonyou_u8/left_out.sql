-- What stands in U8 and is not read, and why.
SELECT 'sales invoices that are not audited in receivables: not in Ar_Detail yet' AS reason, COUNT(*) AS documents
FROM SaleBillVouch h WHERE COALESCE(h.cVerifier, '') = ''
UNION ALL
SELECT 'rows of Ar_Detail without iFlag, which U8 leaves out of the balance', COUNT(*) FROM Ar_Detail d WHERE d.cFlag = 'AR' AND d.iFlag IS NULL
UNION ALL
SELECT 'rows of Ar_Detail with iFlag 3 and above, which U8 leaves out of the balance', COUNT(*) FROM Ar_Detail d WHERE d.cFlag = 'AR' AND d.iFlag >= 3
UNION ALL
SELECT 'lines of void and erroneous vouchers on bank accounts', COUNT(*)
FROM GL_accvouch v JOIN code k ON k.ccode = v.ccode AND k.iyear = v.iyear WHERE k.bbank = 1 AND v.iflag IS NOT NULL
