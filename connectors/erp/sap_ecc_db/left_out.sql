-- What stands in SAP and is not an open item, and why.
SELECT 'noted items, such as requests for down payments: no postings' AS reason, COUNT(*) AS documents
FROM {owner}BSID i WHERE i.MANDT = :client AND i.BUKRS IN (:company_codes) AND i.BSTAT = 'S'
UNION ALL
SELECT 'bills of exchange: among the bills', COUNT(*)
FROM {owner}BSID i WHERE i.MANDT = :client AND i.BUKRS IN (:company_codes) AND i.UMSKZ IN (:bill_indicators) AND COALESCE(i.BSTAT, ' ') <> 'S'
UNION ALL
SELECT 'partial payments: taken off the invoices that they name', COUNT(*)
FROM {owner}BSID i
WHERE i.MANDT = :client AND i.BUKRS IN (:company_codes) AND i.BLART IN (:payment_types) AND i.REBZG > ' ' AND NOT COALESCE(i.UMSKZ, ' ') > ' '
  AND EXISTS (SELECT 1 FROM {owner}BSID t WHERE t.MANDT = i.MANDT AND t.BUKRS = i.BUKRS AND t.KUNNR = i.KUNNR AND t.BELNR = i.REBZG AND t.GJAHR = i.REBZJ
                 AND t.BUZEI = i.REBZZ AND t.WAERS = i.WAERS)
