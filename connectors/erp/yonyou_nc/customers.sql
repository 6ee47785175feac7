-- dr = 0 is alive, '~' is empty. The default contact's mail and mobile go before the customer's own. custprop 1 is internal.
SELECT c.code AS customer_id, c.name AS name, c.shortname AS short_name, NULLIF(c.taxpayerid, '~') AS tax_id,
       COALESCE(NULLIF(m.email, '~'), NULLIF(c.email, '~')) AS email,
       COALESCE(NULLIF(m.cell, '~'), NULLIF(m.phone, '~'), NULLIF(c.tel1, '~')) AS phone, m.name AS contact,
       CASE WHEN c.code IN (:english_customers) THEN 'en' ELSE 'zh-CN' END AS language, y.code AS currency,
       CASE WHEN c.custprop = 1 THEN 1 ELSE 0 END AS related_party, c.ts AS updated_at
FROM {owner}bd_customer c
LEFT JOIN (SELECT k.pk_customer, MIN(k.pk_linkman) AS pk_linkman FROM {owner}bd_custlinkman k WHERE k.dr = 0 AND k.isdefault = 'Y' GROUP BY k.pk_customer) d
  ON d.pk_customer = c.pk_customer
LEFT JOIN {owner}bd_linkman m ON m.pk_linkman = d.pk_linkman AND m.dr = 0
LEFT JOIN {owner}bd_currtype y ON y.pk_currtype = c.pk_currtype
WHERE c.dr = 0
