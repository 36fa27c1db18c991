-- How far a path is. 'draft': it has no steps, or something that was asked for it failed.
create or replace function flotilla.learning_path_status(path flotilla.learning_paths) returns text
    language sql stable set search_path = pg_catalog, pg_temp
as $$
    select case
        when path.archived_at is not null then 'archived'
        when path.validated_at is not null then 'validated'
        when exists (
            select from flotilla.learning_path_generations made
            where made.path_id = path.id and made.replaced_by is null and made.outcome is null) then 'preparing'
        when exists (
                select from flotilla.learning_path_generations made
                where made.path_id = path.id and made.replaced_by is null and made.outcome <> 'succeeded')
            or not exists (select from flotilla.learning_path_steps step where step.path_id = path.id) then 'draft'
        else 'ready'
    end
$$;

-- Locks a path whose status is one of these, so that what is decided from it holds until the commit. Raises FL060 for another
-- status; the detail is that.
create or replace function flotilla.hold_learning_path(path uuid, variadic expected text[]) returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    held flotilla.learning_paths%rowtype;
begin
    select * into held from flotilla.learning_paths
    where id = hold_learning_path.path and tenant = flotilla.current_tenant() for no key update;
    if not found or not flotilla.learning_path_status(held) = any (expected) then
        raise exception 'the learning path has another status'
            using errcode = 'FL060', detail = coalesce(flotilla.learning_path_status(held), 'unknown');
    end if;
end
$$;

-- Validates a path that is ready, at a moment by which a repetition of the same statement is known.
create or replace function flotilla.validate_learning_path(path uuid, moment timestamptz) returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
        select from flotilla.learning_paths
        where id = path and tenant = flotilla.current_tenant() and validated_at = moment)
    then
        return;
    end if;
    perform flotilla.hold_learning_path(path, 'ready');
    update flotilla.learning_paths set validated_at = moment where id = path;
end
$$;

-- Marks pupils of a path as those who learn of it by the request that commits with this. Raises FL061 when one of them was
-- marked before, or is in the path no more: the request would reach another set of pupils.
create or replace function flotilla.notify_learning_path_students(path uuid, students uuid[], moment timestamptz)
    returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    marked integer;
begin
    update flotilla.learning_path_students set notified_at = moment
    where path_id = path and tenant = flotilla.current_tenant() and student_id = any (students)
        and (notified_at is null or notified_at = moment);
    get diagnostics marked = row_count;
    if marked <> cardinality(students) then
        raise exception 'pupils of the learning path have changed' using errcode = 'FL061';
    end if;
end
$$;

-- Locks a path of which these generations are the latest, so that each is asked for again once. Raises FL061 when one of them was
-- replaced before, unless by one of `successors`: then this is a repetition.
create or replace function flotilla.hold_path_generations(path uuid, latest uuid[], successors uuid[]) returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    perform from flotilla.learning_paths
    where id = path and tenant = flotilla.current_tenant() for no key update;
    if (select count(*) from flotilla.learning_path_generations
        where path_id = path and generation_id = any (latest)
            and (replaced_by is null or replaced_by = any (successors))) <> cardinality(latest)
    then
        raise exception 'generations of the learning path were replaced' using errcode = 'FL061';
    end if;
end
$$;

select flotilla.restrict_function('flotilla.hold_path_generations(uuid, uuid[], uuid[])', 'flotilla_tenant'),
    flotilla.restrict_function('flotilla.hold_learning_path(uuid, text[])', 'flotilla_tenant'),
    flotilla.restrict_function('flotilla.validate_learning_path(uuid, timestamptz)', 'flotilla_tenant'),
    flotilla.restrict_function(
        'flotilla.notify_learning_path_students(uuid, uuid[], timestamptz)', 'flotilla_tenant');
