-- Run as the owner of the Tryton database. Change the password.
CREATE ROLE settled_ro LOGIN PASSWORD 'change-me';
GRANT USAGE ON SCHEMA public TO settled_ro;
GRANT SELECT ON account_account, account_account_type, account_invoice, "account_invoice-account_move_line",
  account_invoice_payment_term_line, account_invoice_payment_term_line_delta, account_journal, account_move, account_move_line,
  company_company, currency_currency, ir_lang, ir_module, party_contact_mechanism, party_identifier, party_party,
  party_party_lang, party_party_payment_term TO settled_ro;
-- Where these modules are installed:
GRANT SELECT ON account_statement, account_statement_journal, account_statement_line TO settled_ro;
GRANT SELECT ON party_party_credit_limit_amount TO settled_ro;
