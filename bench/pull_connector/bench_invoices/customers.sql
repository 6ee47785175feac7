SELECT 'C0000000' AS customer_id
