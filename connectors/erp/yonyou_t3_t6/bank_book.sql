-- Lines of bank accounts (code.bbank = 1) on vouchers that are neither void nor erroneous, and the year's
-- opening balance as one line, so that the lines add up to the book's balance.
SELECT CAST(v.i_id AS VARCHAR(20)) AS entry_id, v.ccode AS bank_account, v.dbill_date AS "date",
       COALESCE(v.cexch_name, k.cexch_name) AS currency,
       CAST(ROUND(CASE WHEN k.cexch_name IS NULL THEN v.md - v.mc ELSE v.md_f - v.mc_f END, 2) AS DECIMAL(18,2)) AS amount,
       COALESCE(c.cCusName, v.cname) AS counterparty, COALESCE(NULLIF(v.cn_id, ''), v.cdigest) AS reference, v.dbill_date AS updated_at
FROM GL_accvouch v
JOIN code k ON k.ccode = v.ccode
LEFT JOIN Customer c ON c.cCusCode = v.ccus_id
WHERE k.bbank = 1 AND v.iflag IS NULL AND v.iperiod BETWEEN 1 AND 12
UNION ALL
SELECT CAST(-s.i_id AS VARCHAR(20)), s.ccode,
       (SELECT MIN(w.dbill_date) FROM GL_accvouch w WHERE w.iflag IS NULL AND w.iperiod BETWEEN 1 AND 12),
       COALESCE(s.cexch_name, k.cexch_name),
       CAST(ROUND(CASE WHEN s.cbegind_c_engl = 'Cr' THEN -1 ELSE 1 END * CASE WHEN k.cexch_name IS NULL THEN s.mb ELSE s.mb_f END, 2)
            AS DECIMAL(18,2)),
       NULL, 'opening balance', NULL
FROM GL_accsum s
JOIN code k ON k.ccode = s.ccode
WHERE k.bbank = 1 AND s.iperiod = 1 AND s.mb <> 0 AND (k.cexch_name IS NULL OR s.cexch_name = k.cexch_name)
