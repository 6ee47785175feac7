-- In home currency: the year's opening plus every voucher that is neither void nor erroneous, posted or not.
-- Debit is positive, so advances come out negative: their sum is the sub-ledger's.
SELECT k.ccode AS account,
       CAST(ROUND(
         COALESCE((SELECT SUM(CASE WHEN s.cbegind_c_engl = 'Cr' THEN -s.mb ELSE s.mb END) FROM GL_accsum s
                    WHERE s.iperiod = 1 AND s.ccode = k.ccode), 0)
         + COALESCE((SELECT SUM(v.md - v.mc) FROM GL_accvouch v
                      WHERE v.iperiod BETWEEN 1 AND 12 AND v.iflag IS NULL AND SUBSTRING(v.ccode, 1, 4) = k.ccode), 0), 2)
         AS DECIMAL(18,2)) AS balance,
       CASE WHEN k.ccode IN (:advance_accounts) THEN 'advance' ELSE 'receivable' END AS includes,
       (SELECT MAX(w.dbill_date) FROM GL_accvouch w WHERE w.iflag IS NULL) AS as_of
FROM code k
WHERE k.ccode IN (:control_accounts) OR k.ccode IN (:advance_accounts)
