SELECT id AS item_id, customer_id, customer_name AS customer_reference, number AS document_number, doc_date AS document_date, due_date,
       amount, open_amount, currency, email AS contract_number, changed_at AS updated_at, note AS reference
FROM inv
