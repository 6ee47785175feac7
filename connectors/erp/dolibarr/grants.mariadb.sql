-- Run as an administrator. Change database, host and password. llx_user holds password hashes: only its names are read.
CREATE USER 'settled_ro'@'%' IDENTIFIED BY 'change-me' REQUIRE SSL;
GRANT SELECT ON dolibarr.llx_bank TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_bank_account TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_bank_url TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_c_paiement TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_c_payment_term TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_facture TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_multicurrency TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_multicurrency_rate TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_paiement TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_paiement_facture TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_societe TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_societe_commerciaux TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_societe_remise_except TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_societe_rib TO 'settled_ro'@'%';
GRANT SELECT ON dolibarr.llx_socpeople TO 'settled_ro'@'%';
GRANT SELECT (rowid, firstname, lastname, email) ON dolibarr.llx_user TO 'settled_ro'@'%';
