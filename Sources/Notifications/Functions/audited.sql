-- What of notifications is kept in the audit when it is changed by hand.
select flotilla.audit_table('webhook_endpoints', 'webhook_endpoint', 'id', 'tenant',
    hidden => 'url secret previous_secret', silent => 'previous_secret_until failing_since created_at');
select flotilla.audit_table('deliveries', 'delivery', 'id', 'tenant', keys => 'notification_id channel',
    hidden => 'recipient name', verb => 'replayed', events => 'update of scheduled_at',
    condition => 'old.scheduled_at <> new.scheduled_at');
