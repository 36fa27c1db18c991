-- What of the queue's tables is kept in the audit when an operator changes it. Triggers, in a file of their own for the reason
-- that triggers.sql has one.
select flotilla.audit_table(
    'limits', 'queue', 'queue', keys => 'queue scope kind subject', silent => 'changed_at', is_part => true);
select flotilla.audit_table('worker_sessions', 'worker', 'id', keys => 'worker host', events => 'update of quiet',
    condition => 'old.quiet <> new.quiet', silent => 'beat_at running');
select flotilla.audit_table('bulk_operations', 'bulk_operation', 'id', 'tenant',
    silent => 'position upper_bound next_at created_at created_by status examined changed skipped',
    events => 'insert');
select flotilla.audit_table('schedules', 'schedule', 'id', 'tenant', keys => 'name',
    silent => 'generation next_at try_at last_at last_jobs error failures declaration created_by created_at updated_at');
select flotilla.audit_table('job_batches', 'batch', 'id', 'tenant', keys => 'name',
    silent => 'total succeeded failed cancelled callback created_at finished_at cancel_after',
    verb => 'cancelled', events => 'update of cancelled_at');
