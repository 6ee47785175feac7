-- What stands on the accounts and is not read as an item, and why.
SELECT 'lines on receivable and advance accounts that name no customer' AS reason, COUNT(*) AS documents
FROM GL_accvouch v
WHERE (SUBSTRING(v.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(v.ccode, 1, 4) IN (:advance_accounts)) AND v.iflag IS NULL AND v.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
              AND v.iperiod BETWEEN 1 AND 12
  AND COALESCE(v.ccus_id, '') = ''
UNION ALL
SELECT 'lines of void and erroneous vouchers on these accounts', COUNT(*)
FROM GL_accvouch v
WHERE (SUBSTRING(v.ccode, 1, 4) IN (:control_accounts) OR SUBSTRING(v.ccode, 1, 4) IN (:advance_accounts)) AND v.iflag IS NOT NULL AND v.iyear = (SELECT MAX(n.iyear) FROM GL_accsum n)
