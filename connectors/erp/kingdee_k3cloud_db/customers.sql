-- A customer has a row in every organisation that uses it, all of one number; the oldest, the master's, stands for them. An internal
-- customer (FCORRESPONDORGID) is a related party.
SELECT c.FNUMBER AS customer_id, l.FNAME AS name, l.FSHORTNAME AS short_name, c.FTAXREGISTERCODE AS tax_id, c.FTEL AS phone,
       CASE WHEN c.FNUMBER IN (:english_customers) THEN 'en' ELSE 'zh-CN' END AS language, y.FCODE AS currency,
       CASE WHEN COALESCE(c.FCORRESPONDORGID, 0) <> 0 THEN 1 ELSE 0 END AS related_party,
       s.FNUMBER AS salesperson_id, sl.FNAME AS salesperson_name, c.FMODIFYDATE AS updated_at
FROM T_BD_CUSTOMER c
LEFT JOIN T_BD_CUSTOMER_L l ON l.FCUSTID = c.FCUSTID AND l.FLOCALEID = 2052
LEFT JOIN T_BD_CURRENCY y ON y.FCURRENCYID = c.FTRADINGCURRID
LEFT JOIN V_BD_SALESMAN s ON s.FID = c.FSELLER
LEFT JOIN V_BD_SALESMAN_L sl ON sl.FID = s.FID AND sl.FLOCALEID = 2052
WHERE c.FCUSTID = (SELECT MIN(z.FCUSTID) FROM T_BD_CUSTOMER z WHERE z.FNUMBER = c.FNUMBER)
