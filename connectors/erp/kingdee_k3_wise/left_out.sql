-- What stands in K/3 with something open and is not read, and why.
SELECT 'documents that are not audited: no receivables yet' AS reason, COUNT(*) AS documents
FROM t_RP_Contact c WHERE c.FRP = 1 AND c.FItemClassID = 1 AND c.FType IN (1, 3, 5, 11, 13, 15) AND c.FStatus % 2 = 0 AND c.FRemainAmountFor <> 0
UNION ALL
SELECT 'documents that the program leaves out of its own statement (FStatus 16, invoice types 3 and 4)', COUNT(*)
FROM t_RP_Contact c
WHERE c.FRP = 1 AND c.FItemClassID = 1 AND c.FType IN (1, 3, 5, 11, 13, 15) AND c.FStatus % 2 = 1 AND c.FRemainAmountFor <> 0
  AND (c.FStatus % 32 >= 16 OR COALESCE(c.FInvoiceType, 0) IN (3, 4))
UNION ALL
SELECT 'documents written off as bad debts', COUNT(*)
FROM t_RP_Contact c WHERE c.FRP = 1 AND c.FItemClassID = 1 AND c.FIsBad = 1 AND c.FRemainAmountFor <> 0
UNION ALL
SELECT 'set-offs of receivables and payables (type 9)', COUNT(*)
FROM t_RP_Contact c WHERE c.FRP = 1 AND c.FItemClassID = 1 AND c.FType = 9 AND c.FRemainAmountFor <> 0
