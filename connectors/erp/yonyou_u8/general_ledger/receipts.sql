-- Credits of customers whose other side is money (对方科目): what came in, as the books tell it. A bad debt or a set-off has another
-- side. What a receipt was applied to is not known.
SELECT CASE WHEN v.csign IS NULL OR v.ino_id IS NULL THEN CAST(v.i_id AS VARCHAR(80))
            ELSE CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', RTRIM(SUBSTRING(CAST(v.dbill_date AS VARCHAR(30)), 1, 11))), '<2>', v.csign), '<3>', CAST(v.ino_id AS VARCHAR(10))),
                              '<4>', CAST(v.inid AS VARCHAR(10))) AS VARCHAR(80)) END AS receipt_id,
       v.ccus_id AS customer_id, v.dbill_date AS "date", v.cexch_name AS currency,
       CAST(ROUND(CASE WHEN COALESCE(v.cexch_name, '') = '' THEN v.mc - v.md ELSE v.mc_f - v.md_f END, 2) AS DECIMAL(18,2)) AS amount,
       CASE WHEN SUBSTRING(v.ccode_equal, 1, 4) IN (:bill_accounts) THEN 'bill' WHEN SUBSTRING(v.ccode_equal, 1, 4) = '1001' THEN 'cash' ELSE 'transfer' END AS method,
       'approved' AS state, v.ccode_equal AS bank_account,
       COALESCE(NULLIF(v.cn_id, ''), CAST(REPLACE(REPLACE('<1>-<2>', '<1>', v.csign), '<2>', CAST(v.ino_id AS VARCHAR(10))) AS VARCHAR(40))) AS reference, v.dbill_date AS updated_at
FROM GL_accvouch v
WHERE (SUBSTRING(v.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(v.ccode, 1, 4) IN (:advance_accounts)) AND v.iflag IS NULL AND v.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
              AND v.iperiod BETWEEN 1 AND 12
  AND COALESCE(v.ccus_id, '') <> '' AND (SUBSTRING(v.ccode_equal, 1, 4) IN (:money_accounts) OR SUBSTRING(v.ccode_equal, 1, 4) IN (:bill_accounts))
