-- In home currency: what is posted up to the newest period (t_Balance, analysis rows and the sum of all currencies left out)
-- plus the vouchers that are not posted. Debit is positive, so advances come out negative.
SELECT a.FNumber AS account,
       CAST(ROUND(SUM(b.FEndBalance) + COALESCE((SELECT SUM(CASE WHEN e.FDC = 1 THEN e.FAmount ELSE -e.FAmount END)
                                                   FROM t_VoucherEntry e
                                                   JOIN t_Voucher v ON v.FVoucherID = e.FVoucherID AND v.FPosted = 0
                                                   JOIN t_Account x ON x.FAccountID = e.FAccountID
                                                  WHERE SUBSTRING(x.FNumber, 1, 4) = a.FNumber), 0), 2) AS DECIMAL(18,2)) AS balance,
       CASE WHEN a.FNumber IN (:advance_accounts) THEN 'advance' ELSE 'receivable' END AS includes,
       (SELECT MAX(w.FDate) FROM t_Voucher w) AS as_of
FROM t_Balance b
JOIN t_Account a ON a.FAccountID = b.FAccountID
WHERE (a.FNumber IN (:control_accounts) OR a.FNumber IN (:advance_accounts)) AND b.FDetailID = 0 AND b.FCurrencyID <> 0
  AND b.FYear * 100 + b.FPeriod = (SELECT MAX(z.FYear * 100 + z.FPeriod) FROM t_Balance z)
GROUP BY a.FNumber
