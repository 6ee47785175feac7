-- SQL Server. Run in the ERP database; separate the CREATE VIEW statements with GO.
-- Replace the right-hand sides by your own columns; leave out a column that your ERP does not have.

CREATE VIEW settled_customers AS
SELECT
  c.your_customer_id AS customer_id, -- the customer number
  c.your_name AS name,
  c.your_short_name AS short_name,
  c.your_tax_id AS tax_id,
  c.your_email AS email,
  c.your_phone AS phone,
  c.your_contact AS contact,
  c.your_language AS [language],
  c.your_currency AS currency, -- ISO 4217
  c.your_credit_limit AS credit_limit,
  c.your_payment_terms_days AS payment_terms_days,
  c.your_salesperson_id AS salesperson_id,
  c.your_salesperson_name AS salesperson_name,
  c.your_salesperson_email AS salesperson_email,
  c.your_bank_accounts AS bank_accounts, -- several are joined with ;
  c.your_updated_at AS updated_at
FROM your_customers c;
CREATE VIEW settled_open_items AS
SELECT
  i.your_item_id AS item_id, -- unique, as text
  i.your_customer_id AS customer_id, -- the customer number
  i.your_doc_type AS doc_type, -- invoice | credit_note | debit_note | receipt | other
  i.your_document_number AS document_number,
  i.your_document_date AS document_date,
  i.your_due_date AS due_date,
  i.your_currency AS currency, -- ISO 4217
  i.your_amount AS amount, -- the original amount
  i.your_open_amount AS open_amount, -- what is owed is positive, credit notes and money on account are negative
  i.your_reference AS reference,
  i.your_tax_invoice_numbers AS tax_invoice_numbers, -- several are joined with ;
  i.your_contract_number AS contract_number,
  i.your_po_number AS po_number,
  i.your_salesperson_id AS salesperson_id,
  i.your_updated_at AS updated_at
FROM your_open_items i;
CREATE VIEW settled_receipts AS
SELECT
  r.your_receipt_id AS receipt_id,
  r.your_customer_id AS customer_id, -- the customer number
  r.your_date AS [date],
  r.your_currency AS currency, -- ISO 4217
  r.your_amount AS amount, -- money in is positive
  r.your_open_amount AS open_amount, -- what is owed is positive, credit notes and money on account are negative
  r.your_method AS [method], -- cash | transfer | bill | set_off | direct_debit | card
  r.your_state AS [state], -- draft | approved
  r.your_bank_account AS bank_account,
  r.your_reference AS reference,
  r.your_updated_at AS updated_at
FROM your_receipts r;
CREATE VIEW settled_bank_book AS
SELECT
  b.your_entry_id AS entry_id,
  b.your_bank_account AS bank_account,
  b.your_date AS [date],
  b.your_currency AS currency, -- ISO 4217
  b.your_amount AS amount, -- money in is positive
  b.your_counterparty AS counterparty,
  b.your_reference AS reference,
  b.your_updated_at AS updated_at
FROM your_bank_journal b;
CREATE VIEW settled_control_balances AS
SELECT
  a.your_account AS account,
  a.your_currency AS currency, -- ISO 4217
  a.your_balance AS balance, -- debit is positive
  a.your_includes AS includes, -- receivable | advance
  a.your_as_of AS as_of
FROM your_account_balances a;

CREATE LOGIN settled_ro WITH PASSWORD = 'change-me', CHECK_POLICY = ON;
CREATE USER settled_ro FOR LOGIN settled_ro;
GRANT SELECT ON dbo.settled_customers TO settled_ro;
GRANT SELECT ON dbo.settled_open_items TO settled_ro;
GRANT SELECT ON dbo.settled_receipts TO settled_ro;
GRANT SELECT ON dbo.settled_bank_book TO settled_ro;
GRANT SELECT ON dbo.settled_control_balances TO settled_ro;
