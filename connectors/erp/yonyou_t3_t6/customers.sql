SELECT c.cCusCode AS customer_id, c.cCusName AS name, c.cCusAbbName AS short_name, c.cCusRegCode AS tax_id, c.cCusEmail AS email,
       COALESCE(NULLIF(c.cCusHand, ''), c.cCusPhone) AS phone, c.cCusPerson AS contact,
       CASE WHEN COALESCE(c.cDCCode, '') <> '' AND c.cDCCode IN (:english_regions) THEN 'en' ELSE 'zh-CN' END AS language,
       CASE WHEN c.iCusCreLine > 0 THEN CAST(ROUND(c.iCusCreLine, 2) AS DECIMAL(18,2)) END AS credit_limit,
       CASE WHEN c.iCusCreDate > 0 THEN c.iCusCreDate END AS payment_terms_days,
       c.cCusCreGrade AS grade, c.cCCCode AS "group", c.cDCCode AS region,
       c.cCusPPerson AS salesperson_id, p.cPersonName AS salesperson_name, c.cCusAccount AS bank_accounts, c.dModifyDate AS updated_at
FROM Customer c
LEFT JOIN Person p ON p.cPersonCode = c.cCusPPerson
