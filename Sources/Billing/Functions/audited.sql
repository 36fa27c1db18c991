-- What of billing is kept in the audit when it is changed by hand. The billing's own log (audit_log.sql) has every
-- change, also those that jobs make, and keeps them for ever.
select flotilla.audit_table('plans', 'plan', 'code', silent => 'created_at', events => 'insert');
select flotilla.audit_table(
    'subscription_changes', 'subscription', 'tenant', 'tenant', silent => 'id number changed_at', is_part => true,
    events => 'insert');
select flotilla.audit_table('billing_profiles', 'billing_profile', 'tenant', 'tenant',
    hidden => 'legal_name address email electronic_address customer payment_method', silent => 'updated_at');
select flotilla.audit_table('billing_runs', 'billing_run', 'id', events => 'insert');
select flotilla.audit_table('invoices', 'invoice', 'id', 'tenant', keys => 'number status', events => 'insert or update',
    silent => 'seller buyer warnings');
