SELECT 'invoices that are not approved' AS reason, COUNT(*) AS documents FROM ar WHERE approved IS FALSE
UNION ALL
SELECT 'invoices closed by force', COUNT(*) FROM ar WHERE force_closed IS TRUE AND approved IS NOT FALSE
