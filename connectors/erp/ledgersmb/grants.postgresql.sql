-- Run as the owner of the company's database. Change the password.
CREATE ROLE settled_ro LOGIN PASSWORD 'change-me';
GRANT USAGE ON SCHEMA public TO settled_ro;
GRANT SELECT ON acc_trans, account, account_link, ar, company, country, eca_to_contact, entity, entity_bank_account, entity_credit_account,
  entity_to_contact, payment, payment_links, person TO settled_ro;
-- Up to 1.6:
DO $$ BEGIN IF to_regclass('exchangerate') IS NOT NULL THEN GRANT SELECT ON exchangerate TO settled_ro; END IF; END $$;
