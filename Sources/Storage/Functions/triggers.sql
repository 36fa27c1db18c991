-- Triggers, which act on changes by any program. A file of its own, since making a trigger holds up writers for a moment,
-- and replacing its function does not.

create or replace trigger note_end after update of status on flotilla.jobs for each row
    when ((new.followed or new.batch_id is not null)
        and (old.status in ('succeeded', 'failed', 'cancelled')) <> (new.status in ('succeeded', 'failed', 'cancelled')))
    execute function flotilla.note_end();
create or replace trigger failed after update of status on flotilla.jobs for each row
    when (new.status in ('failed', 'cancelled') and old.status <> new.status)
    execute function flotilla.note_failure();

do $$
declare
    target text;
begin
    foreach target in array array['limits', 'kind_limits'] loop
        execute format('create or replace trigger noted_insert after insert on flotilla.%I '
            'referencing new table as changed for each statement execute function flotilla.note_limits()', target);
        execute format('create or replace trigger noted_update after update on flotilla.%I '
            'referencing new table as changed for each statement execute function flotilla.note_limits()', target);
        execute format('create or replace trigger noted_delete after delete on flotilla.%I '
            'referencing old table as changed for each statement execute function flotilla.note_limits()', target);
    end loop;
end
$$;
