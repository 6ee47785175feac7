-- Of the newest year. Without the 应收 module open items exist only as lines of vouchers with a customer (ccus_id) on the receivable and
-- advance accounts.
-- Nothing says what paid what: credits, red debits and advances pay the oldest debits first (先进先出), by customer and currency, the
-- year's opening being the oldest. What is left of the debits is open; what is left of the credits is money on account.
-- A line is named by day, kind, number and line of its voucher; the day, as the database writes it, tells one year's vouchers from
-- the next's.
-- So the sum is the balance of the accounts, and an item's age is a rule, not a fact: letters reconcile (对账), they do not claim.
SELECT CASE WHEN d.line = 0 THEN CAST(REPLACE(REPLACE('opening/<1>/<2>', '<1>', RTRIM(d.customer)), '<2>', d.ccy) AS VARCHAR(80))
            WHEN d.csign IS NULL OR d.ino_id IS NULL THEN CAST(d.i_id AS VARCHAR(80))
            ELSE CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', RTRIM(SUBSTRING(CAST(d.day AS VARCHAR(30)), 1, 11))), '<2>', d.csign), '<3>', CAST(d.ino_id AS VARCHAR(10))),
                              '<4>', CAST(d.inid AS VARCHAR(10))) AS VARCHAR(80)) END AS item_id,
       d.customer AS customer_id, CASE WHEN d.line = 0 THEN 'other' ELSE 'invoice' END AS doc_type,
       CASE WHEN d.line = 0 THEN 'opening' WHEN d.csign IS NULL OR d.ino_id IS NULL THEN CAST(d.i_id AS VARCHAR(40))
            ELSE CAST(REPLACE(REPLACE('<1>-<2>', '<1>', d.csign), '<2>', CAST(d.ino_id AS VARCHAR(10))) AS VARCHAR(40)) END AS document_number,
       d.day AS document_date, NULLIF(d.ccy, '') AS currency, CAST(ROUND(d.net, 2) AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(CASE WHEN s.upto - d.net >= COALESCE(c.paid, 0) THEN d.net ELSE s.upto - COALESCE(c.paid, 0) END, 2) AS DECIMAL(18,2)) AS open_amount,
       CAST(ROUND(d.home_net, 2) AS DECIMAL(18,2)) AS home_amount,
       CAST(ROUND(CASE WHEN s.upto - d.net >= COALESCE(c.paid, 0) THEN d.home_net ELSE d.home_net * (s.upto - COALESCE(c.paid, 0)) / d.net END, 2) AS DECIMAL(18,2)) AS home_open_amount,
       d.cdigest AS reference
FROM (SELECT 1 AS line, v.i_id, v.csign, v.ino_id, v.inid, v.ccus_id AS customer, COALESCE(v.cexch_name, '') AS ccy, v.dbill_date AS day, v.cdigest,
             CASE WHEN COALESCE(v.cexch_name, '') = '' THEN v.md - v.mc ELSE v.md_f - v.mc_f END AS net, v.md - v.mc AS home_net
      FROM GL_accvouch v
      WHERE (SUBSTRING(v.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(v.ccode, 1, 4) IN (:advance_accounts)) AND v.iflag IS NULL AND v.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
        AND v.iperiod BETWEEN 1 AND 12 AND COALESCE(v.ccus_id, '') <> '' AND CASE WHEN COALESCE(v.cexch_name, '') = '' THEN v.md - v.mc ELSE v.md_f - v.mc_f END > 0
      UNION ALL
      SELECT 0, 0, NULL, 0, 0, a.ccus_id, COALESCE(a.cexch_name, ''), (SELECT MIN(w.dbill_date) FROM GL_accvouch w WHERE w.iflag IS NULL AND w.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n) AND w.iperiod BETWEEN 1 AND 12), NULL,
             SUM(CASE WHEN a.cbegind_c_engl = 'Cr' THEN -1 ELSE 1 END * CASE WHEN COALESCE(a.cexch_name, '') = '' THEN a.mb ELSE a.mb_f END),
             SUM(CASE WHEN a.cbegind_c_engl = 'Cr' THEN -a.mb ELSE a.mb END)
      FROM GL_accass a
      WHERE (SUBSTRING(a.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(a.ccode, 1, 4) IN (:advance_accounts)) AND a.iperiod = 1 AND a.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n) AND COALESCE(a.ccus_id, '') <> ''
      GROUP BY a.ccus_id, COALESCE(a.cexch_name, '')
      HAVING SUM(CASE WHEN a.cbegind_c_engl = 'Cr' THEN -1 ELSE 1 END * CASE WHEN COALESCE(a.cexch_name, '') = '' THEN a.mb ELSE a.mb_f END) > 0) d
JOIN (SELECT q.line, q.i_id, q.customer, q.ccy, SUM(o.net) AS upto
      FROM (SELECT 1 AS line, v.i_id, v.ccus_id AS customer, COALESCE(v.cexch_name, '') AS ccy, v.dbill_date AS day
            FROM GL_accvouch v
            WHERE (SUBSTRING(v.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(v.ccode, 1, 4) IN (:advance_accounts)) AND v.iflag IS NULL AND v.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
              AND v.iperiod BETWEEN 1 AND 12
            UNION ALL
            SELECT DISTINCT 0, 0, a.ccus_id, COALESCE(a.cexch_name, ''), (SELECT MIN(w.dbill_date) FROM GL_accvouch w WHERE w.iflag IS NULL AND w.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n) AND w.iperiod BETWEEN 1 AND 12)
            FROM GL_accass a WHERE a.iperiod = 1 AND a.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)) q
      JOIN (SELECT 1 AS line, v.i_id, v.ccus_id AS customer, COALESCE(v.cexch_name, '') AS ccy, v.dbill_date AS day,
                   CASE WHEN COALESCE(v.cexch_name, '') = '' THEN v.md - v.mc ELSE v.md_f - v.mc_f END AS net
            FROM GL_accvouch v
            WHERE (SUBSTRING(v.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(v.ccode, 1, 4) IN (:advance_accounts)) AND v.iflag IS NULL AND v.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
              AND v.iperiod BETWEEN 1 AND 12
            UNION ALL
            SELECT 0, 0, a.ccus_id, COALESCE(a.cexch_name, ''), (SELECT MIN(w.dbill_date) FROM GL_accvouch w WHERE w.iflag IS NULL AND w.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n) AND w.iperiod BETWEEN 1 AND 12),
                   SUM(CASE WHEN a.cbegind_c_engl = 'Cr' THEN -1 ELSE 1 END * CASE WHEN COALESCE(a.cexch_name, '') = '' THEN a.mb ELSE a.mb_f END)
            FROM GL_accass a
            WHERE (SUBSTRING(a.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(a.ccode, 1, 4) IN (:advance_accounts)) AND a.iperiod = 1 AND a.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
            GROUP BY a.ccus_id, COALESCE(a.cexch_name, '')) o
        ON o.customer = q.customer AND o.ccy = q.ccy AND o.net > 0 AND (o.line < q.line OR (o.line = q.line AND (o.day < q.day OR (o.day = q.day AND o.i_id <= q.i_id))))
      GROUP BY q.line, q.i_id, q.customer, q.ccy) s ON s.line = d.line AND s.i_id = d.i_id AND s.customer = d.customer AND s.ccy = d.ccy
LEFT JOIN (SELECT z.customer, z.ccy, SUM(-z.net) AS paid
           FROM (SELECT v.ccus_id AS customer, COALESCE(v.cexch_name, '') AS ccy, CASE WHEN COALESCE(v.cexch_name, '') = '' THEN v.md - v.mc ELSE v.md_f - v.mc_f END AS net
                 FROM GL_accvouch v
                 WHERE (SUBSTRING(v.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(v.ccode, 1, 4) IN (:advance_accounts)) AND v.iflag IS NULL AND v.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
                   AND v.iperiod BETWEEN 1 AND 12
                 UNION ALL
                 SELECT a.ccus_id, COALESCE(a.cexch_name, ''),
                        SUM(CASE WHEN a.cbegind_c_engl = 'Cr' THEN -1 ELSE 1 END * CASE WHEN COALESCE(a.cexch_name, '') = '' THEN a.mb ELSE a.mb_f END)
                 FROM GL_accass a
                 WHERE (SUBSTRING(a.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(a.ccode, 1, 4) IN (:advance_accounts)) AND a.iperiod = 1 AND a.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
                 GROUP BY a.ccus_id, COALESCE(a.cexch_name, '')) z
           WHERE z.net < 0 GROUP BY z.customer, z.ccy) c ON c.customer = d.customer AND c.ccy = d.ccy
WHERE ROUND(s.upto - COALESCE(c.paid, 0), 2) > 0
UNION ALL
SELECT CAST(REPLACE(REPLACE('credit/<1>/<2>', '<1>', RTRIM(t.customer)), '<2>', t.ccy) AS VARCHAR(80)), t.customer, 'receipt', 'on account', MAX(t.day), NULLIF(t.ccy, ''),
       CAST(ROUND(SUM(t.net), 2) AS DECIMAL(18,2)), CAST(ROUND(SUM(t.net), 2) AS DECIMAL(18,2)), CAST(ROUND(SUM(t.home_net), 2) AS DECIMAL(18,2)),
       CAST(ROUND(SUM(t.home_net), 2) AS DECIMAL(18,2)), NULL
FROM (SELECT v.ccus_id AS customer, COALESCE(v.cexch_name, '') AS ccy, v.dbill_date AS day,
             CASE WHEN COALESCE(v.cexch_name, '') = '' THEN v.md - v.mc ELSE v.md_f - v.mc_f END AS net, v.md - v.mc AS home_net
      FROM GL_accvouch v
      WHERE (SUBSTRING(v.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(v.ccode, 1, 4) IN (:advance_accounts)) AND v.iflag IS NULL AND v.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
        AND v.iperiod BETWEEN 1 AND 12 AND COALESCE(v.ccus_id, '') <> ''
      UNION ALL
      SELECT a.ccus_id, COALESCE(a.cexch_name, ''), NULL, CASE WHEN a.cbegind_c_engl = 'Cr' THEN -1 ELSE 1 END * CASE WHEN COALESCE(a.cexch_name, '') = '' THEN a.mb ELSE a.mb_f END,
             CASE WHEN a.cbegind_c_engl = 'Cr' THEN -a.mb ELSE a.mb END
      FROM GL_accass a
      WHERE (SUBSTRING(a.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(a.ccode, 1, 4) IN (:advance_accounts)) AND a.iperiod = 1 AND a.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n) AND COALESCE(a.ccus_id, '') <> '') t
GROUP BY t.customer, t.ccy
HAVING ROUND(SUM(t.net), 2) < 0
