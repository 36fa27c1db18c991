-- What an invoice adds to the totals: it is issued when it is written, and collected when it becomes paid. A credit note takes
-- both back: the first when it is written, the second when it becomes paid after that, since then money went back.
create or replace function flotilla.note_invoice_movement() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    sign     integer := case new.kind when 'invoice' then 1 else -1 end;
    is_paid  boolean := new.paid_at is not null and (tg_op = 'UPDATE' or new.kind = 'invoice');
    was_paid boolean := tg_op = 'UPDATE' and old.paid_at is not null;
begin
    if tg_op = 'INSERT' then
        insert into flotilla.invoice_movements (day, currency, plan, issued_cents, issued_net_cents, collected_cents)
        values ((new.issued_at at time zone 'UTC')::date, new.currency, coalesce(new.plan, ''), sign * new.total_cents,
            sign * new.net_cents, 0);
    end if;
    if is_paid <> was_paid then
        insert into flotilla.invoice_movements (day, currency, plan, issued_cents, issued_net_cents, collected_cents)
        values ((case when is_paid then new.paid_at else old.paid_at end at time zone 'UTC')::date, new.currency,
            coalesce(new.plan, ''), 0, 0, case when is_paid then sign else -sign end * new.total_cents);
    end if;
    return null;
end
$$;

-- Adds movements to the totals, each once.
--   returns  how many; 0 also while another process does it
create or replace function flotilla.fold_invoice_movements(most integer) returns bigint
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    folded bigint;
begin
    if not pg_try_advisory_xact_lock(hashtext('flotilla.fold_invoice_movements')) then return 0; end if;
    with moved as (
        delete from flotilla.invoice_movements
        where id in (select id from flotilla.invoice_movements order by id limit most)
        returning *
    ), added as (
        insert into flotilla.invoice_totals as known
        select day, currency, plan, sum(issued_cents), sum(issued_net_cents), sum(collected_cents)
        from moved group by 1, 2, 3
        on conflict (day, currency, plan) do update set issued_cents = known.issued_cents + excluded.issued_cents,
            issued_net_cents = known.issued_net_cents + excluded.issued_net_cents,
            collected_cents = known.collected_cents + excluded.collected_cents
    )
    select count(*) into folded from moved;
    return folded;
end
$$;

select flotilla.restrict_function('flotilla.note_invoice_movement()'),
    flotilla.assign_function('flotilla.note_invoice_movement()', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.fold_invoice_movements(integer)', 'flotilla_dispatcher');

create or replace trigger note_invoice_movement after insert or update of paid_at on flotilla.invoices
    for each row execute function flotilla.note_invoice_movement();
