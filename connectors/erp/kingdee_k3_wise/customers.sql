-- A group of customers (FDetail 0) is no customer. A deleted one (FDeleted) stays: it may still owe.
SELECT o.FNumber AS customer_id, o.FName AS name, o.FShortName AS short_name, COALESCE(NULLIF(o.FTaxNum, ''), o.FTaxID) AS tax_id,
       o.FEmail AS email, COALESCE(NULLIF(o.FMobilePhone, ''), o.FPhone) AS phone, o.FContact AS contact,
       CASE WHEN o.FNumber IN (:english_customers) THEN 'en' ELSE 'zh-CN' END AS language, y.FNumber AS currency,
       CASE WHEN o.FCreditAmount > 0 THEN CAST(ROUND(o.FCreditAmount, 2) AS DECIMAL(18,2)) END AS credit_limit,
       CASE WHEN o.FCreditDays > 0 THEN o.FCreditDays END AS payment_terms_days, g.FName AS "group",
       e.FNumber AS salesperson_id, e.FName AS salesperson_name, e.FEmail AS salesperson_email, o.FAccount AS bank_accounts,
       o.FLastModifyDate AS updated_at
FROM t_Organization o
JOIN t_Item i ON i.FItemID = o.FItemID AND i.FItemClassID = 1 AND i.FDetail = 1
LEFT JOIN t_Item g ON g.FItemID = i.FParentID AND g.FItemClassID = 1 AND g.FDetail = 0
LEFT JOIN t_Currency y ON y.FCurrencyID = o.FCyID
LEFT JOIN t_Emp e ON e.FItemID = o.Femployee AND e.FItemID <> 0
