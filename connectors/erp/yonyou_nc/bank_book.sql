-- Lines below the bank account on vouchers that are neither void nor kept for later. The rows of period 00 of the first year are
-- the opening, so that the lines add up to the book's balance; later years' 00 repeat what the lines before add up to.
SELECT d.pk_detail AS entry_id, a.code AS bank_account, d.prepareddatev AS "date", y.code AS currency,
       CAST(ROUND(COALESCE(d.debitamount, 0) - COALESCE(d.creditamount, 0), 2) AS DECIMAL(18,2)) AS amount,
       CASE WHEN d.periodv = '00' THEN 'opening balance' ELSE NULLIF(d.explanation, '~') END AS reference, d.ts AS updated_at
FROM {owner}gl_detail d
JOIN {owner}bd_accasoa s ON s.pk_accasoa = d.pk_accasoa
JOIN {owner}bd_account a ON a.pk_account = s.pk_account
LEFT JOIN {owner}bd_currtype y ON y.pk_currtype = d.pk_currtype
WHERE a.code LIKE REPLACE('<1>%', '<1>', CAST(:bank_account AS VARCHAR(40))) AND d.dr = 0 AND COALESCE(d.discardflagv, 'N') <> 'Y' AND COALESCE(d.tempsaveflag, 'N') <> 'Y'
  AND (d.periodv <> '00' OR d.yearv = (SELECT MIN(z.yearv) FROM {owner}gl_detail z WHERE z.dr = 0))
  AND ('*' IN (:account_books) OR d.pk_accountingbook IN (:account_books))
