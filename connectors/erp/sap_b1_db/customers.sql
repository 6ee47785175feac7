-- Business partners that are customers (C). Currency ## means all. A father that consolidates payments (P) is the parent.
-- LangCode is the vendor's number of the language; others than English, German and Chinese are left to the company's.
SELECT c.CardCode AS customer_id, c.CardName AS name, c.CardFName AS short_name, c.LicTradNum AS tax_id,
       COALESCE(NULLIF(k.E_MailL, ''), c.E_Mail) AS email, COALESCE(NULLIF(c.Cellular, ''), c.Phone1) AS phone, c.CntctPrsn AS contact,
       CASE WHEN c.LangCode IN (3, 6, 8, 21) THEN 'en' WHEN c.LangCode = 9 THEN 'de' WHEN c.LangCode = 15 THEN 'zh-CN' END AS language,
       COALESCE(NULLIF(c.Currency, '##'), a.MainCurncy) AS currency,
       CASE WHEN c.CreditLine > 0 THEN CAST(ROUND(c.CreditLine, 2) AS DECIMAL(18,2)) END AS credit_limit,
       CASE WHEN COALESCE(g.ExtraMonth, 0) = 0 THEN g.ExtraDays END AS payment_terms_days,
       CASE WHEN c.FatherType = 'P' THEN NULLIF(c.FatherCard, '') END AS parent_customer_id,
       CAST(s.SlpCode AS VARCHAR(10)) AS salesperson_id, s.SlpName AS salesperson_name, s.Email AS salesperson_email, c.UpdateDate AS updated_at
FROM {owner}OCRD c
LEFT JOIN {owner}OCTG g ON g.GroupNum = c.GroupNum
LEFT JOIN {owner}OSLP s ON s.SlpCode = c.SlpCode AND s.SlpCode <> -1
LEFT JOIN {owner}OCPR k ON k.CardCode = c.CardCode AND k.Name = c.CntctPrsn
CROSS JOIN {owner}OADM a
WHERE c.CardType = 'C'
