-- What generations may draw on: documents, cut into chunks, with a vector for each text and model.

create table flotilla.documents (
    id              uuid        primary key,
    tenant          uuid        not null,
    -- null: a machine's.
    user_id         uuid,
    title           text        not null,
    content_type    text        not null,
    language        text,
    sha256          bytea       not null,
    bytes           integer     not null check (bytes > 0),
    status          text        not null default 'preparing' check (status in ('preparing', 'ready', 'failed')),
    error_code      text,
    error           text,
    characters      integer,
    chunks          integer,
    embedding_model text,
    -- The job that prepares it.
    job_id          uuid        not null,
    created_at      timestamptz not null default clock_timestamp(),
    prepared_at     timestamptz
);
create index documents_by_tenant on flotilla.documents (tenant, id);
create index documents_preparing on flotilla.documents (id) where status = 'preparing';
select flotilla.protect_tenant_table(
    'documents', 'tenant', 'select, insert, update, delete', dispatcher_rights => 'select, update');

-- The document as it came, until its chunks are there.
create table flotilla.document_sources (
    document_id uuid  primary key references flotilla.documents (id) on delete cascade,
    tenant      uuid  not null,
    content     bytea not null
);
-- Documents are compressed already, or small.
alter table flotilla.document_sources alter column content set storage external;
select flotilla.protect_tenant_table('document_sources', 'tenant', 'select, insert, delete');

create table flotilla.document_chunks (
    document_id uuid    not null references flotilla.documents (id) on delete cascade,
    -- From 1.
    number      integer not null check (number > 0),
    tenant      uuid    not null,
    heading     text,
    text        text    not null,
    -- Of the text: what its vectors are found by.
    sha256      bytea   not null,
    primary key (document_id, number)
);
create index document_chunks_by_text on flotilla.document_chunks (tenant, sha256);
select flotilla.protect_tenant_table(
    'document_chunks', 'tenant', 'select, insert, delete', dispatcher_rights => 'select');

-- A text is embedded once for a tenant and a model, in however many documents it stands: preparing a document again costs
-- nothing. Vectors are normalised, little-endian Float32.
create table flotilla.chunk_vectors (
    tenant    uuid        not null,
    model     text        not null,
    sha256    bytea       not null,
    dimension integer     not null check (dimension between 1 and 16000),
    vector    bytea       not null check (octet_length(vector) = dimension * 4),
    made_at   timestamptz not null default now(),
    primary key (tenant, model, sha256)
);
create index chunk_vectors_by_time on flotilla.chunk_vectors (made_at);
select flotilla.protect_tenant_table(
    'chunk_vectors', 'tenant', 'select, insert', dispatcher_rights => 'select, delete');
