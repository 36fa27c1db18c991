-- What people and programs are to learn: a row for each event, one for each of its deliveries, one for each attempt at one.

create table flotilla.notifications (
    id         uuid        primary key,
    tenant     uuid        not null,
    -- null where another part of the fleet asked for it.
    user_id    uuid,
    template   text,
    -- Of the template.
    data       jsonb,
    -- Of a message without a template.
    subject    text,
    body       text,
    severity   text        not null check (severity in ('P1', 'P2', 'P3')),
    locale     text,
    link       text,
    dedup_key  text,
    -- What the event is about: the end of an alert has that of its beginning.
    incident_key text,
    send_at    timestamptz,
    created_at timestamptz not null default now(),
    check ((template is null) = (data is null)),
    check ((template is null) = (subject is not null and body is not null))
);
create index notifications_by_tenant on flotilla.notifications (tenant, id);
select flotilla.protect_tenant_table('notifications', 'tenant', dispatcher_rights => 'select, delete');

-- A repeated event is the same event, for as long as its key is held.
create table flotilla.notification_keys (
    tenant          uuid        not null,
    key             text        not null,
    notification_id uuid        not null,
    held_until      timestamptz not null,
    primary key (tenant, key)
);
select flotilla.protect_tenant_table('notification_keys', 'tenant', dispatcher_rights => 'select, delete');
create index notification_keys_by_end on flotilla.notification_keys (held_until);

create table flotilla.deliveries (
    id              uuid        primary key,
    tenant          uuid        not null,
    notification_id uuid        not null references flotilla.notifications (id) on delete cascade,
    channel         text        not null check (channel in ('email', 'webhook', 'slack', 'pagerduty', 'in_app')),
    -- An address, a user's id, an endpoint's id, or the name of a destination of ours.
    recipient       text        not null,
    user_id         uuid,
    name            text,
    locale          text,
    -- null: nothing is sent.
    job_id          uuid,
    status          text        not null default 'queued'
        check (status in ('queued', 'sent', 'failed', 'unknown', 'suppressed')),
    reason          text,
    -- What the other side, or we, call the message.
    message_id      text,
    sent_at         timestamptz,
    created_at      timestamptz not null default now(),
    -- From when on attempts are steps of the channel's schedule: a replay begins anew.
    scheduled_at    timestamptz not null default now()
);
-- Whatever crashes or is asked twice: one delivery.
create unique index deliveries_once on flotilla.deliveries (notification_id, channel, recipient)
    where reason is distinct from 'duplicate';
create index deliveries_by_tenant on flotilla.deliveries (tenant, id);
create index deliveries_by_recipient on flotilla.deliveries (recipient, id);
create index deliveries_by_status on flotilla.deliveries (status, id) where status in ('failed', 'unknown');
create index deliveries_open on flotilla.deliveries (id) where status = 'queued';
select flotilla.protect_tenant_table('deliveries', 'tenant', dispatcher_rights => 'select, update');

-- The ledger: a row before the other side is called, filled in afterwards. One that was never filled in was cut off.
create table flotilla.delivery_attempts (
    delivery_id uuid        not null references flotilla.deliveries (id) on delete cascade,
    number      integer     not null,
    tenant      uuid        not null,
    channel     text        not null,
    started_at  timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    outcome     text        check (outcome in ('sent', 'failed', 'deferred', 'unknown')),
    code        text,
    text        text,
    primary key (delivery_id, number),
    check ((finished_at is null) = (outcome is null))
);
create index delivery_attempts_by_end on flotilla.delivery_attempts (finished_at);
select flotilla.protect_tenant_table('delivery_attempts', 'tenant', dispatcher_rights => 'select');

-- What users find when they look.
create table flotilla.inbox_items (
    user_id         uuid        not null,
    notification_id uuid        not null references flotilla.notifications (id) on delete cascade,
    tenant          uuid        not null,
    subject         text        not null,
    body            text        not null,
    severity        text        not null,
    link            text,
    created_at      timestamptz not null default now(),
    read_at         timestamptz,
    -- When it came or was marked last: what a listener has not heard of.
    changed_at      timestamptz not null default clock_timestamp(),
    primary key (user_id, notification_id)
);
create index inbox_items_unread on flotilla.inbox_items (user_id, notification_id) where read_at is null;
create index inbox_items_by_change on flotilla.inbox_items (user_id, changed_at);
create index inbox_items_by_notification on flotilla.inbox_items (notification_id);
select flotilla.protect_tenant_table('inbox_items', 'tenant', dispatcher_rights => 'select');

create table flotilla.notification_preferences (
    user_id     uuid        primary key references flotilla.users (id) on delete cascade,
    tenant      uuid        not null,
    preferences jsonb       not null,
    updated_at  timestamptz not null default now()
);
select flotilla.protect_tenant_table('notification_preferences', 'tenant');

-- What mails were unsubscribed from, by the links in them.
create table flotilla.unsubscriptions (
    tenant     uuid        not null,
    -- A user's id, or SHA-256 of an address in lower case, as hexadecimal digits.
    person     text        not null,
    -- '' for every topic.
    topic      text        not null,
    created_at timestamptz not null default now(),
    primary key (tenant, person, topic)
);
select flotilla.protect_tenant_table('unsubscriptions', 'tenant');

create table flotilla.webhook_endpoints (
    id                    uuid        primary key,
    tenant                uuid        not null,
    url                   text        not null,
    -- Topics, or '*'.
    events                text[]      not null,
    description           text,
    secret                text        not null,
    -- Of before the last rotation, which signs beside the new one for a day.
    previous_secret       text,
    previous_secret_until timestamptz,
    disabled_at           timestamptz,
    disabled_reason       text,
    -- Since when every delivery has failed; null after one that succeeded.
    failing_since         timestamptz,
    created_at            timestamptz not null default now(),
    check ((disabled_at is null) = (disabled_reason is null))
);
create index webhook_endpoints_by_tenant on flotilla.webhook_endpoints (tenant, id);
select flotilla.protect_tenant_table('webhook_endpoints', 'tenant', dispatcher_rights => 'select');

-- Destinations that have failed several times in a row: nothing is sent to one until its time, and then one message.
create table flotilla.delivery_circuits (
    tenant      uuid        not null,
    destination text        not null,
    failures    integer     not null,
    -- What was said last.
    code        text        not null,
    text        text        not null,
    open_until  timestamptz,
    changed_at  timestamptz not null default now(),
    primary key (tenant, destination)
) with (fillfactor = 50);
select flotilla.protect_tenant_table('delivery_circuits', 'tenant', dispatcher_rights => 'select');
