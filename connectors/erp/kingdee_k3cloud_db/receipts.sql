-- One row a receipt or refund, as money came. Audited (C) is approved; being made, in audit or in audit again (A, B, D) is a
-- draft; what is only kept for later (Z) or cancelled is not there.
SELECT CAST(REPLACE(REPLACE('RB/<1>/<2>', '<1>', o.FNUMBER), '<2>', r.FBILLNO) AS VARCHAR(100)) AS receipt_id, c.FNUMBER AS customer_id, r.FDATE AS "date", y.FCODE AS currency,
       CAST(ROUND(e.amount, 2) AS DECIMAL(18,2)) AS amount, CAST(ROUND(e.remain, 2) AS DECIMAL(18,2)) AS open_amount,
       CASE WHEN e.settle_type IN (:bill_types) THEN 'bill' WHEN e.settle_type IN (:cash_types) THEN 'cash' ELSE 'transfer' END AS method,
       CASE WHEN r.FDOCUMENTSTATUS = 'C' THEN 'approved' ELSE 'draft' END AS state, e.bank_account AS bank_account,
       COALESCE(NULLIF(e.settle_number, ''), r.FBILLNO) AS reference, r.FMODIFYDATE AS updated_at
FROM T_AR_RECEIVEBILL r
JOIN (SELECT x.FID, SUM(x.FREALRECAMOUNTFOR) AS amount,
             SUM(x.FREALRECAMOUNTFOR - COALESCE(x.FWRITTENOFFAMOUNTFOR, 0) - COALESCE(x.FRELATEREFUNDAMOUNT, 0)) AS remain,
             MIN(CAST(x.FSETTLETYPEID AS VARCHAR(20))) AS settle_type, MIN(x.FSETTLENO) AS settle_number, MIN(k.FNUMBER) AS bank_account
      FROM T_AR_RECEIVEBILLENTRY x
      LEFT JOIN T_CN_BANKACNT k ON k.FBANKACNTID = x.FACCOUNTID
      GROUP BY x.FID) e ON e.FID = r.FID
JOIN T_BD_CUSTOMER c ON c.FCUSTID = r.FCONTACTUNIT
JOIN T_ORG_ORGANIZATIONS o ON o.FORGID = r.FSETTLEORGID
LEFT JOIN T_BD_CURRENCY y ON y.FCURRENCYID = r.FSETTLECUR
WHERE r.FCONTACTUNITTYPE = 'BD_Customer' AND r.FDOCUMENTSTATUS <> 'Z' AND r.FCANCELSTATUS = 'A'
  AND ('' IN (:organisations) OR o.FNUMBER IN (:organisations))
UNION ALL
SELECT CAST(REPLACE(REPLACE('RF/<1>/<2>', '<1>', o.FNUMBER), '<2>', r.FBILLNO) AS VARCHAR(100)), c.FNUMBER, r.FDATE, y.FCODE, CAST(ROUND(-e.amount, 2) AS DECIMAL(18,2)),
       CASE WHEN r.FWRITTENOFFSTATUS = 'A' THEN CAST(ROUND(-e.amount, 2) AS DECIMAL(18,2))
            WHEN r.FWRITTENOFFSTATUS = 'C' THEN CAST(0 AS DECIMAL(18,2)) END,
       'transfer', CASE WHEN r.FDOCUMENTSTATUS = 'C' THEN 'approved' ELSE 'draft' END, NULL, r.FBILLNO, r.FMODIFYDATE
FROM T_AR_REFUNDBILL r
JOIN (SELECT x.FID, SUM(x.FREALREFUNDAMOUNTFOR) AS amount FROM T_AR_REFUNDBILLENTRY x GROUP BY x.FID) e ON e.FID = r.FID
JOIN T_BD_CUSTOMER c ON c.FCUSTID = r.FCONTACTUNIT
JOIN T_ORG_ORGANIZATIONS o ON o.FORGID = r.FSETTLEORGID
LEFT JOIN T_BD_CURRENCY y ON y.FCURRENCYID = r.FSETTLECUR
WHERE r.FCONTACTUNITTYPE = 'BD_Customer' AND r.FDOCUMENTSTATUS <> 'Z' AND r.FCANCELSTATUS = 'A'
  AND ('' IN (:organisations) OR o.FNUMBER IN (:organisations))
