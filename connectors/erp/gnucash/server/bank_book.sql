SELECT s.guid AS entry_id, COALESCE(NULLIF(a.code, ''), a.name) AS bank_account, CAST(t.post_date AS DATE) AS date,
       cur.mnemonic AS currency, ROUND(s.quantity_num * 1.0 / s.quantity_denom, 3) AS amount,
       t.description AS counterparty, NULLIF(COALESCE(NULLIF(s.memo, ''), t.num), '') AS reference
FROM splits s
JOIN accounts a ON a.guid = s.account_guid AND a.account_type IN ('BANK', 'CASH')
JOIN commodities cur ON cur.guid = a.commodity_guid
JOIN transactions t ON t.guid = s.tx_guid
ORDER BY t.post_date, s.guid
