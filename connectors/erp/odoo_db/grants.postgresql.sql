-- Run as the owner of the Odoo database. Change the password. The last line is for Odoo 16 and 17 only.
-- res_users holds password hashes: only which partner a user is is read.
CREATE ROLE settled_ro LOGIN PASSWORD 'change-me';
GRANT USAGE ON SCHEMA public TO settled_ro;
GRANT SELECT ON account_account, account_journal, account_move, account_move_line, account_partial_reconcile, account_payment,
  account_payment_term_line, res_company, res_country, res_currency, res_currency_rate, res_partner, res_partner_bank TO settled_ro;
GRANT SELECT (id, partner_id) ON res_users TO settled_ro;
DO $$ BEGIN IF to_regclass('ir_property') IS NOT NULL THEN GRANT SELECT ON ir_property TO settled_ro; END IF; END $$;
