-- Which transaction made an item, and which changed it last: who comes back to a stream asks for what the snapshot of the last look
-- did not show. A time would miss what commits after a later one. 0: from before, which every snapshot shows.
alter table flotilla.inbox_items
    add column created_xid xid8 not null default '0',
    add column changed_xid xid8 not null default '0';
alter table flotilla.inbox_items
    alter column created_xid set default pg_current_xact_id(),
    alter column changed_xid set default pg_current_xact_id();
create index inbox_items_by_transaction on flotilla.inbox_items (user_id, changed_xid);
-- Nothing looks by time any more; programs of the version before find a user's items by the primary key.
drop index flotilla.inbox_items_by_change;
