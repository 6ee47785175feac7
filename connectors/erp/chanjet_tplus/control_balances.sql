-- In home currency: the opening that the operator names plus every voucher line since, void ones left out. Debit is positive,
-- so advances come out negative: their sum is the sub-ledger's. About isInvalid see bank_book.sql.
SELECT k.account, CAST(ROUND(MAX(k.opening) + SUM(k.movement), 2) AS DECIMAL(18,2)) AS balance, MAX(k.includes) AS includes,
       MAX(k.day) AS as_of
FROM (SELECT SUBSTRING(a.code, 1, 4) AS account, COALESCE(e.amountdr, 0) - COALESCE(e.amountcr, 0) AS movement, g.voucherdate AS day,
             CASE WHEN SUBSTRING(a.code, 1, 4) IN (:advance_accounts) THEN CAST(:opening_advance AS DECIMAL(18,2))
                  ELSE CAST(:opening_receivable AS DECIMAL(18,2)) END AS opening,
             CASE WHEN SUBSTRING(a.code, 1, 4) IN (:advance_accounts) THEN 'advance' ELSE 'receivable' END AS includes
      FROM GL_Entry e
      JOIN GL_Doc g ON g.id = e.idDocDTO
      JOIN AA_Account a ON a.id = e.idaccount
      CROSS JOIN (SELECT 0 AS isInvalid) o
      WHERE (SUBSTRING(a.code, 1, 4) IN (:control_accounts) OR SUBSTRING(a.code, 1, 4) IN (:advance_accounts))
        AND EXISTS (SELECT 1 FROM GL_Doc x WHERE x.id = g.id AND COALESCE(isInvalid, 0) = 0)) k
GROUP BY k.account
