-- In home currency: the rows of the newest year, period 00 (the opening) included, void vouchers left out. Debit is positive, so
-- advances come out negative.
SELECT CAST(:control_account AS VARCHAR(40)) AS account,
       CAST(ROUND(COALESCE(SUM(COALESCE(d.localdebitamount, 0) - COALESCE(d.localcreditamount, 0)), 0), 2) AS DECIMAL(18,2)) AS balance,
       'receivable' AS includes, MAX(d.prepareddatev) AS as_of
FROM {owner}gl_detail d
JOIN {owner}bd_accasoa s ON s.pk_accasoa = d.pk_accasoa
JOIN {owner}bd_account a ON a.pk_account = s.pk_account
WHERE a.code LIKE REPLACE('<1>%', '<1>', CAST(:control_account AS VARCHAR(40))) AND d.dr = 0 AND COALESCE(d.discardflagv, 'N') <> 'Y' AND COALESCE(d.tempsaveflag, 'N') <> 'Y'
  AND d.yearv = (SELECT MAX(z.yearv) FROM {owner}gl_detail z WHERE z.dr = 0) AND ('*' IN (:account_books) OR d.pk_accountingbook IN (:account_books))
UNION ALL
SELECT CAST(:advance_account AS VARCHAR(40)),
       CAST(ROUND(COALESCE(SUM(COALESCE(d.localdebitamount, 0) - COALESCE(d.localcreditamount, 0)), 0), 2) AS DECIMAL(18,2)), 'advance', MAX(d.prepareddatev)
FROM {owner}gl_detail d
JOIN {owner}bd_accasoa s ON s.pk_accasoa = d.pk_accasoa
JOIN {owner}bd_account a ON a.pk_account = s.pk_account
WHERE a.code LIKE REPLACE('<1>%', '<1>', CAST(:advance_account AS VARCHAR(40))) AND d.dr = 0 AND COALESCE(d.discardflagv, 'N') <> 'Y' AND COALESCE(d.tempsaveflag, 'N') <> 'Y'
  AND d.yearv = (SELECT MAX(z.yearv) FROM {owner}gl_detail z WHERE z.dr = 0) AND ('*' IN (:account_books) OR d.pk_accountingbook IN (:account_books))
