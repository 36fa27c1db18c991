-- What two people of a school write to each other, or one of them and support.

-- A party is a user's id, or all zeros for support.
create table flotilla.conversations (
    id         uuid        primary key,
    tenant     uuid        not null,
    -- In the order of their ids.
    first_id   uuid        not null,
    second_id  uuid        not null check (first_id < second_id),
    created_at timestamptz not null default clock_timestamp(),
    unique (first_id, second_id, tenant)
);
select flotilla.protect_tenant_table(
    'conversations', 'tenant', 'select, insert', dispatcher_rights => 'select');

create table flotilla.conversation_members (
    conversation_id uuid not null references flotilla.conversations (id) on delete cascade,
    party_id        uuid not null,
    tenant          uuid not null,
    -- null: support. What belongs to a removed user goes with it.
    user_id         uuid references flotilla.users (id) on delete cascade,
    -- The latest message's; the conversation's own while there is none.
    latest_id       uuid not null,
    primary key (conversation_id, party_id),
    check ((user_id is null) = (party_id = '00000000-0000-0000-0000-000000000000'))
);
create index conversation_members_by_party on flotilla.conversation_members (party_id, latest_id);
create index conversation_members_by_user on flotilla.conversation_members (user_id) where user_id is not null;
select flotilla.protect_tenant_table(
    'conversation_members', 'tenant', 'select, insert, update', dispatcher_rights => 'select');

-- How many messages each party was sent: their numbers rise in the order of the commits, so that a stream goes on where it broke.
create table flotilla.conversation_parties (
    party_id uuid   primary key,
    number   bigint not null
);
grant select, insert, update on flotilla.conversation_parties to flotilla_dispatcher;

create table flotilla.conversation_messages (
    id              uuid        primary key,
    conversation_id uuid        not null references flotilla.conversations (id) on delete cascade,
    tenant          uuid        not null,
    -- null: support.
    sender_id       uuid        references flotilla.users (id) on delete cascade,
    reader_id       uuid        not null,
    -- Of the reader's messages, from 1.
    number          bigint      not null,
    text            text        not null check (length(text) between 1 and 4000),
    created_at      timestamptz not null,
    -- When a connection of the reader was given it.
    delivered_at    timestamptz,
    read_at         timestamptz,
    -- The job that made a notification of it.
    digest_id       uuid,
    unique (reader_id, number)
);
create index conversation_messages_by_conversation on flotilla.conversation_messages (conversation_id, id);
create index conversation_messages_by_sender on flotilla.conversation_messages (sender_id) where sender_id is not null;
create index conversation_messages_by_digest on flotilla.conversation_messages (digest_id) where digest_id is not null;
-- Those that no connection was given, and that are neither read nor notified.
create index conversation_messages_waiting on flotilla.conversation_messages (conversation_id, reader_id)
    where delivered_at is null and read_at is null and digest_id is null;
create index conversation_messages_unread on flotilla.conversation_messages (conversation_id, reader_id)
    where read_at is null;
select flotilla.protect_tenant_table(
    'conversation_messages', 'tenant', 'select, insert, update', dispatcher_rights => 'select, update');

-- Whom messages to support are notified to.
create index users_support on flotilla.users (id) where role = 'support';
