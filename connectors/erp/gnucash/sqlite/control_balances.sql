-- printf keeps SQLite's REAL exact for people's amounts; zeros beyond the currency's decimals are dropped.
SELECT COALESCE(NULLIF(a.code, ''), a.name) AS account, cur.mnemonic AS currency,
       printf('%.3f', COALESCE(SUM(s.quantity_num * 1.0 / s.quantity_denom), 0)) AS balance, 'receivable' AS includes
FROM accounts a
JOIN commodities cur ON cur.guid = a.commodity_guid
LEFT JOIN splits s ON s.account_guid = a.guid
WHERE a.account_type = 'RECEIVABLE' AND a.placeholder = 0
GROUP BY a.guid, a.code, a.name, cur.mnemonic
ORDER BY a.code, a.name
