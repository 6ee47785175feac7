-- What stands in the program and is not read, and why. (What has no 应收审核 is not in Ar_Detail and is not counted either.)
SELECT 'rows of Ar_Detail without iFlag, which the program leaves out of the balance' AS reason, COUNT(*) AS documents
FROM Ar_Detail d WHERE d.cFlag = 'AR' AND d.iFlag IS NULL
UNION ALL
SELECT 'rows of Ar_Detail with iFlag 3 and above, which the program leaves out of the balance', COUNT(*)
FROM Ar_Detail d WHERE d.cFlag = 'AR' AND d.iFlag >= 3
UNION ALL
SELECT 'lines of void and erroneous vouchers on bank accounts', COUNT(*)
FROM GL_accvouch v JOIN code k ON k.ccode = v.ccode WHERE k.bbank = 1 AND v.iflag IS NOT NULL
