-- In home currency: the opening that the operator names plus every voucher line since, void ones left out. Debit is positive,
-- so advances come out negative. About FINVALID see bank_book.sql.
SELECT t.account, CAST(ROUND(MAX(t.opening) + SUM(t.movement), 2) AS DECIMAL(18,2)) AS balance, MAX(t.includes) AS includes, MAX(t.day) AS as_of
FROM (SELECT SUBSTRING(a.FNUMBER, 1, 4) AS account, COALESCE(e.FDEBIT, 0) - COALESCE(e.FCREDIT, 0) AS movement, v.FDATE AS day,
             CASE WHEN SUBSTRING(a.FNUMBER, 1, 4) IN (:advance_accounts) THEN CAST(:opening_advance AS DECIMAL(18,2))
                  ELSE CAST(:opening_receivable AS DECIMAL(18,2)) END AS opening,
             CASE WHEN SUBSTRING(a.FNUMBER, 1, 4) IN (:advance_accounts) THEN 'advance' ELSE 'receivable' END AS includes
      FROM T_GL_VOUCHERENTRY e
      JOIN T_GL_VOUCHER v ON v.FVOUCHERID = e.FVOUCHERID
      JOIN T_BD_ACCOUNT a ON a.FACCTID = e.FACCOUNTID
      CROSS JOIN (SELECT '0' AS FINVALID) k
      WHERE (SUBSTRING(a.FNUMBER, 1, 4) IN (:control_accounts) OR SUBSTRING(a.FNUMBER, 1, 4) IN (:advance_accounts)) AND v.FDOCUMENTSTATUS <> 'Z'
        AND ('' IN (:account_books) OR CAST(v.FACCOUNTBOOKID AS VARCHAR(20)) IN (:account_books))
        AND EXISTS (SELECT 1 FROM T_GL_VOUCHER x WHERE x.FVOUCHERID = v.FVOUCHERID AND COALESCE(FINVALID, '0') <> '1')) t
GROUP BY t.account
