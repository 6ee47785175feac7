-- What stands in NC and is not read, and why.
SELECT 'receivable bills that are not effective' AS reason, COUNT(*) AS documents
FROM {owner}ar_recbill h JOIN {owner}org_orgs o ON o.pk_org = h.pk_org
WHERE h.dr = 0 AND h.effectstatus <> 10 AND ('*' IN (:organisations) OR o.code IN (:organisations))
UNION ALL
SELECT 'open lines of effective bills that name no customer', COUNT(*)
FROM {owner}ar_recitem b JOIN {owner}ar_recbill h ON h.pk_recbill = b.pk_recbill JOIN {owner}org_orgs o ON o.pk_org = h.pk_org LEFT JOIN {owner}bd_customer c ON c.pk_customer = b.customer
WHERE b.dr = 0 AND h.dr = 0 AND h.effectstatus = 10 AND b.money_bal <> 0 AND c.pk_customer IS NULL AND ('*' IN (:organisations) OR o.code IN (:organisations))
