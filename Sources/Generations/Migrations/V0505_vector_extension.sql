-- pgvector, where the server has it and the owner of the schema may create it. It can be created later as well, or dropped
-- (docs/generations.md): without it the worker compares vectors itself.
do $$
begin
    if exists (select from pg_available_extensions where name = 'vector') then
        create extension if not exists vector with schema flotilla;
    end if;
exception
    -- Whatever keeps it from being created: nothing depends on it.
    when others then raise notice 'pgvector is not used: %', sqlerrm;
end
$$;
