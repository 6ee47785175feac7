-- HANA: the same as ../left_out.sql, columns in quotes because they keep their case.
SELECT 'lines whose foreign currency is paid: what is left at home is an exchange difference' AS reason, COUNT(*) AS documents
FROM {owner}JDT1 j JOIN {owner}OCRD c ON c."CardCode" = j."ShortName" AND c."CardType" = 'C'
WHERE COALESCE(j."FCCurrency", '') <> '' AND ROUND(j."BalFcDeb" - j."BalFcCred", 2) = 0 AND ROUND(j."BalDueDeb" - j."BalDueCred", 2) <> 0
UNION ALL
SELECT 'cancelled payments of customers', COUNT(*) FROM {owner}ORCT r WHERE r."DocType" = 'C' AND r."Canceled" = 'Y'
