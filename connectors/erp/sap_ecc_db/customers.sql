-- Customers of the company codes, deleted ones (LOEVM) too: they may still owe. What is empty is one blank in SAP, nothing on HANA:
-- x > ' ' says "filled" on every database. A trading partner (VBUND) makes a related party. SPRAS is the system's letter.
SELECT k.KUNNR AS customer_id, k.NAME1 AS name, k.SORTL AS short_name,
       CASE WHEN k.STCEG > ' ' THEN k.STCEG WHEN k.STCD1 > ' ' THEN k.STCD1 END AS tax_id, m.SMTP_ADDR AS email, k.TELF1 AS phone,
       CASE WHEN k.SPRAS = '1' THEN 'zh-CN' WHEN k.SPRAS = 'M' THEN 'zh-TW' WHEN k.SPRAS = 'E' THEN 'en' WHEN k.SPRAS = 'D' THEN 'de' END AS language,
       k.LAND1 AS country, v.WAERS AS currency,
       CASE WHEN l.KLIMK > 0 AND (v.WAERS IS NULL OR v.WAERS = :home_currency) THEN l.KLIMK END AS credit_limit,
       (SELECT MAX(CASE WHEN t.ZTAG3 > 0 THEN t.ZTAG3 WHEN t.ZTAG2 > 0 THEN t.ZTAG2 ELSE t.ZTAG1 END) FROM {owner}T052 t
         WHERE t.MANDT = k.MANDT AND t.ZTERM = b.ZTERM) AS payment_terms_days,
       CASE WHEN b.KNRZE > ' ' AND b.KNRZE <> k.KUNNR THEN b.KNRZE END AS parent_customer_id,
       CASE WHEN k.VBUND > ' ' THEN 1 ELSE 0 END AS related_party, CASE WHEN v.VKGRP > ' ' THEN v.VKGRP END AS salesperson_id
FROM {owner}KNA1 k
JOIN (SELECT x.MANDT, x.KUNNR, MIN(x.ZTERM) AS ZTERM, MAX(x.KNRZE) AS KNRZE FROM {owner}KNB1 x WHERE x.BUKRS IN (:company_codes) GROUP BY x.MANDT, x.KUNNR) b
  ON b.MANDT = k.MANDT AND b.KUNNR = k.KUNNR
LEFT JOIN (SELECT a.CLIENT, a.ADDRNUMBER, MIN(a.SMTP_ADDR) AS SMTP_ADDR FROM {owner}ADR6 a GROUP BY a.CLIENT, a.ADDRNUMBER) m
  ON m.CLIENT = k.MANDT AND m.ADDRNUMBER = k.ADRNR
LEFT JOIN (SELECT x.MANDT, x.KUNNR, MIN(x.WAERS) AS WAERS, MIN(x.VKGRP) AS VKGRP FROM {owner}KNVV x GROUP BY x.MANDT, x.KUNNR) v
  ON v.MANDT = k.MANDT AND v.KUNNR = k.KUNNR
LEFT JOIN (SELECT n.MANDT, n.KUNNR, SUM(n.KLIMK) AS KLIMK FROM {owner}KNKK n
            WHERE '*' IN (:credit_areas) OR n.KKBER IN (:credit_areas) GROUP BY n.MANDT, n.KUNNR) l ON l.MANDT = k.MANDT AND l.KUNNR = k.KUNNR
WHERE k.MANDT = :client
