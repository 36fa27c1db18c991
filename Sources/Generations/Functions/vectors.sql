-- Gives the texts' vectors a column that pgvector compares, once the extension is there. `drop extension vector cascade` takes the
-- column with it. Answers the schema of the extension, quoted; null without it.
create or replace function flotilla.prepare_embedding_column() returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s'
as $$
declare
    place text;
begin
    select quote_ident(namespace.nspname) into place
    from pg_extension extension join pg_namespace namespace on namespace.oid = extension.extnamespace
    where extension.extname = 'vector';
    if place is not null and not exists (
        select from pg_attribute
        where attrelid = 'flotilla.chunk_vectors'::regclass and attname = 'embedding' and not attisdropped)
    then
        execute format('alter table flotilla.chunk_vectors add column embedding %s.vector', place);
        create index chunk_vectors_to_embed on flotilla.chunk_vectors (made_at) where embedding is null;
        grant update (embedding) on flotilla.chunk_vectors to flotilla_dispatcher;
    end if;
    return place;
end
$$;

select flotilla.restrict_function('flotilla.prepare_embedding_column()', 'flotilla_dispatcher');
