-- What of scans is kept in the audit when it is changed by hand.
select flotilla.audit_table('scans', 'scan', 'id', 'account', events => 'delete');
select flotilla.audit_table('findings', 'finding', 'id', 'account', keys => 'rule resource_id', silent => 'muted_by',
    events => 'update of muted_at', condition => 'old.muted_at is distinct from new.muted_at');
