-- A rate says how much of the currency one unit of the main one is; the contract wants the other way round.
SELECT c.code AS "from", :home_currency AS "to", CAST(r.date_sync AS DATE) AS date, ROUND(1 / r.rate, 8) AS rate
FROM llx_multicurrency_rate r
JOIN llx_multicurrency c ON c.rowid = r.fk_multicurrency AND c.entity = :entity
WHERE r.rate > 0 AND c.code <> :home_currency
