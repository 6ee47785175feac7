-- A rate says how much of the currency one unit of the company's is; the contract wants the other way round.
SELECT c.name AS "from", hc.name AS "to", r.name AS date, ROUND(1 / r.rate, 8) AS rate
FROM res_currency_rate r
JOIN res_company co ON co.id = CAST(:company_id AS INTEGER) AND (r.company_id IS NULL OR r.company_id = co.id)
JOIN res_currency c ON c.id = r.currency_id AND c.id <> co.currency_id
JOIN res_currency hc ON hc.id = co.currency_id
WHERE r.rate > 0
