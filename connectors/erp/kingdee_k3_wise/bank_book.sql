-- The bank journal (银行日记账). Its opening is what the general ledger holds at the beginning of the journal's first period.
SELECT CAST(j.FOrderID AS VARCHAR(60)) AS entry_id, a.fkmdm AS bank_account, j.fdate AS "date", y.FNumber AS currency,
       CAST(ROUND(COALESCE(j.fdebit, 0) - COALESCE(j.fcredit, 0), 2) AS DECIMAL(18,2)) AS amount,
       COALESCE(NULLIF(j.fjsh, ''), j.fexp) AS reference, j.foperationdate AS updated_at
FROM CN_YHRJZ j
JOIN cn_account a ON a.FID = j.fkmid AND a.FIsCash = 0
LEFT JOIN t_Currency y ON y.FCurrencyID = a.FCurrencyID
UNION ALL
SELECT CAST(REPLACE('opening/<1>', '<1>', f.fkmdm) AS VARCHAR(60)), f.fkmdm, f.first_day, y.FNumber,
       CAST(ROUND(b.FBeginBalanceFor, 2) AS DECIMAL(18,2)), 'opening balance', NULL
FROM (SELECT k.fkmdm, k.FCurrencyID, MIN(x.fdate) AS first_day, MIN(x.fyear * 100 + x.fperiod) AS first_period
      FROM CN_YHRJZ x
      JOIN cn_account k ON k.FID = x.fkmid AND k.FIsCash = 0
      GROUP BY k.fkmdm, k.FCurrencyID) f
JOIN t_Account t ON t.FNumber = f.fkmdm
JOIN t_Balance b ON b.FAccountID = t.FAccountID AND b.FDetailID = 0 AND b.FCurrencyID = f.FCurrencyID AND b.FYear * 100 + b.FPeriod = f.first_period
LEFT JOIN t_Currency y ON y.FCurrencyID = f.FCurrencyID
WHERE b.FBeginBalanceFor <> 0
