-- Partner types stand under ids that differ from site to site; their codes do not: 01 customer, 02 customer and supplier.
-- A partner of another type who owes us is a customer too.
SELECT p.code AS customer_id, p.name AS name, p.partnerAbbName AS short_name, p.taxRegcode AS tax_id, p.EmailAddr AS email,
       COALESCE(NULLIF(p.MobilePhone, ''), p.TelephoneNo) AS phone, p.Contact AS contact,
       CASE WHEN p.code IN (:english_customers) THEN 'en' ELSE 'zh-CN' END AS language,
       CASE WHEN p.saleCreditLine > 0 THEN CAST(ROUND(p.saleCreditLine, 2) AS DECIMAL(18,2)) END AS credit_limit,
       CASE WHEN p.saleCreditDays > 0 THEN CAST(ROUND(p.saleCreditDays, 0) AS DECIMAL(9,0)) END AS payment_terms_days,
       CASE WHEN q.code <> p.code THEN q.code END AS parent_customer_id,
       s.code AS salesperson_id, s.name AS salesperson_name, s.emailAddr AS salesperson_email, p.bankAccount AS bank_accounts,
       p.updated AS updated_at
FROM AA_Partner p
LEFT JOIN eap_EnumItem e ON e.id = p.partnerType
LEFT JOIN AA_Partner q ON q.id = p.idsettlementPartner
LEFT JOIN AA_Person s ON s.id = p.idsaleman
WHERE e.code IN ('01', '02') OR EXISTS (SELECT 1 FROM ARAP_Detail d WHERE d.idpartner = p.id AND d.isArFlag = 1)
