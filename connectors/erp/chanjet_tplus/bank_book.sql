-- Lines of bank accounts on vouchers that are not void. Whether GL_Doc has a column isInvalid is not certain: where it has
-- none, the name within EXISTS means the 0 of o, and every voucher counts.
SELECT CAST(e.id AS VARCHAR(36)) AS entry_id, a.code AS bank_account, g.voucherdate AS "date", c.code AS currency,
       CAST(ROUND(COALESCE(e.origamountdr, 0) - COALESCE(e.origamountcr, 0), 2) AS DECIMAL(18,2)) AS amount,
       e.AuxiliaryItems AS counterparty, COALESCE(NULLIF(e.billNo, ''), e.summary) AS reference, g.updated AS updated_at
FROM GL_Entry e
JOIN GL_Doc g ON g.id = e.idDocDTO
JOIN AA_Account a ON a.id = e.idaccount
LEFT JOIN AA_Currency c ON c.id = e.idcurrency
CROSS JOIN (SELECT 0 AS isInvalid) o
WHERE SUBSTRING(a.code, 1, 4) IN (:bank_accounts)
  AND EXISTS (SELECT 1 FROM GL_Doc x WHERE x.id = g.id AND COALESCE(isInvalid, 0) = 0)
