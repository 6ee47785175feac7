SELECT CAST(b.rowid AS CHAR(20)) AS entry_id, a.ref AS bank_account, b.dateo AS date, a.currency_code AS currency, ROUND(b.amount, 2) AS amount,
       (SELECT MIN(u.label) FROM llx_bank_url u WHERE u.fk_bank = b.rowid AND u.type = 'company') AS counterparty,
       NULLIF(CONCAT_WS(' ', NULLIF(b.num_chq, ''), p.note), '') AS reference, b.tms AS updated_at
FROM llx_bank b
JOIN llx_bank_account a ON a.rowid = b.fk_account AND a.entity = :entity
LEFT JOIN llx_paiement p ON p.fk_bank = b.rowid
