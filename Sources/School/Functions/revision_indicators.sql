-- What a change of a pupil's line adds to the totals of its school.
create or replace function flotilla.note_revision_movement() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    before flotilla.revision_indicators%rowtype;
begin
    if tg_op = 'UPDATE' then before := old; end if;
    insert into flotilla.revision_movements (tenant, day, sessions, questions, scored, score_sum, seconds)
    values (new.tenant, new.day, new.sessions - coalesce(before.sessions, 0),
        new.questions - coalesce(before.questions, 0), new.scored - coalesce(before.scored, 0),
        new.score_sum - coalesce(before.score_sum, 0), new.seconds - coalesce(before.seconds, 0));
    return null;
end
$$;

-- Adds movements to the totals, each once.
--   returns  how many; 0 also while another process does it
create or replace function flotilla.fold_revision_movements(most integer) returns bigint
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    folded bigint;
begin
    if not pg_try_advisory_xact_lock(hashtext('flotilla.fold_revision_movements')) then return 0; end if;
    with moved as (
        delete from flotilla.revision_movements
        where id in (select id from flotilla.revision_movements order by id limit most)
        returning *
    ), added as (
        insert into flotilla.revision_totals as known (tenant, day, sessions, questions, scored, score_sum, seconds)
        select tenant, day, sum(sessions), sum(questions), sum(scored), sum(score_sum), sum(seconds)
        from moved group by 1, 2
        on conflict (tenant, day) do update set sessions = known.sessions + excluded.sessions,
            questions = known.questions + excluded.questions, scored = known.scored + excluded.scored,
            score_sum = known.score_sum + excluded.score_sum, seconds = known.seconds + excluded.seconds
    )
    select count(*) into folded from moved;
    return folded;
end
$$;

-- Compares the lines of pupils, and their progress, with the sessions themselves, path by path, and corrects what differs. A line
-- that changes meanwhile is left to the next recount.
--   returns  the last path of the page, null after the last page; how many lines were compared, how many differed
create or replace function flotilla.recount_revision_indicators(
    beyond uuid, most integer, out last_path uuid, out compared bigint, out differences bigint
)
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    page    uuid[];
    changed bigint;
begin
    select array_agg(id), max(id::text)::uuid into page, last_path
    from (select id from flotilla.learning_paths where id > beyond order by id limit most) next;
    compared := 0;
    differences := 0;
    if page is null then return; end if;
    with counted as (
        select session.tenant, session.path_id, session.student_id, (session.ended_at at time zone 'UTC')::date as day,
            jsonb_build_array(count(*), sum(asked.questions), count(session.score), coalesce(sum(session.score), 0),
                sum(session.seconds)) as sums
        from flotilla.revision_sessions session
            cross join lateral (
                select count(*) as questions from flotilla.revision_questions question
                where question.session_id = session.id) asked
        where session.path_id = any (page) and session.ended_at is not null
        group by 1, 2, 3, 4
    ), held as (
        select tenant, path_id, student_id, day,
            jsonb_build_array(sessions, questions, scored, score_sum, seconds) as sums
        from flotilla.revision_indicators where path_id = any (page)
    ), beside as (
        select coalesce(counted.tenant, held.tenant) as tenant, path_id, student_id, day, held.sums as held,
            coalesce(counted.sums, '[0, 0, 0, 0, 0]') as counted
        from counted full join held using (path_id, student_id, day)
    ), different as (
        select tenant, path_id, student_id, day, beside.held, (counted ->> 0)::integer as sessions,
            (counted ->> 1)::integer as questions, (counted ->> 2)::integer as scored,
            (counted ->> 3)::integer as score_sum, (counted ->> 4)::bigint as seconds
        from beside where beside.held is distinct from beside.counted
    ), added as (
        insert into flotilla.revision_indicators
            (tenant, path_id, student_id, day, sessions, questions, scored, score_sum, seconds)
        select tenant, path_id, student_id, day, sessions, questions, scored, score_sum, seconds
        from different where different.held is null
        on conflict do nothing
    ), corrected as (
        update flotilla.revision_indicators line
        set sessions = different.sessions, questions = different.questions, scored = different.scored,
            score_sum = different.score_sum, seconds = different.seconds
        from different
        where line.path_id = different.path_id and line.student_id = different.student_id
            and line.day = different.day
            and jsonb_build_array(line.sessions, line.questions, line.scored, line.score_sum, line.seconds)
                = different.held
    )
    select (select count(*) from beside), (select count(*) from different) into compared, differences;

    with latest as (
        select distinct on (path_id, student_id) path_id, student_id, progress
        from flotilla.revision_sessions
        where path_id = any (page) and ended_at is not null and not abandoned
        order by path_id, student_id, ended_at desc
    ), different as (
        select path_id, student_id, latest.progress, student.progress as held
        from latest join flotilla.learning_path_students student using (path_id, student_id)
        where latest.progress <> student.progress
    )
    update flotilla.learning_path_students student set progress = different.progress
    from different
    where student.path_id = different.path_id and student.student_id = different.student_id
        and student.progress = different.held;
    get diagnostics changed = row_count;
    differences := differences + changed;
end
$$;

-- Compares the totals of schools with the lines of their pupils, and corrects what differs by movements.
--   returns  the last school of the page, null after the last page; how many days were compared, how many differed
create or replace function flotilla.recount_revision_totals(
    beyond uuid, most integer, out last_school uuid, out compared bigint, out differences bigint
)
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    page uuid[];
begin
    select array_agg(id), max(id::text)::uuid into page, last_school
    from (
        select tenant as id from (
            select tenant from flotilla.revision_indicators where tenant > beyond
            union select tenant from flotilla.revision_totals where tenant > beyond
        ) school
        order by 1 limit most
    ) next;
    compared := 0;
    differences := 0;
    if page is null then return; end if;
    with parts as (
        select tenant, day, sessions, questions, scored, score_sum, seconds
        from flotilla.revision_indicators where tenant = any (page)
        union all
        select tenant, day, -sessions, -questions, -scored, -score_sum, -seconds
        from flotilla.revision_totals where tenant = any (page)
        union all
        select tenant, day, -sessions, -questions, -scored, -score_sum, -seconds
        from flotilla.revision_movements where tenant = any (page)
    ), rests as (
        select tenant, day, sum(sessions) as sessions, sum(questions) as questions, sum(scored) as scored,
            sum(score_sum) as score_sum, sum(seconds) as seconds
        from parts group by 1, 2
    ), corrected as (
        insert into flotilla.revision_movements (tenant, day, sessions, questions, scored, score_sum, seconds)
        select * from rests where (sessions, questions, scored, score_sum, seconds) <> (0, 0, 0, 0, 0)
        returning 1
    )
    select (select count(*) from rests), (select count(*) from corrected) into compared, differences;
end
$$;

select flotilla.restrict_function('flotilla.note_revision_movement()'),
    flotilla.assign_function('flotilla.note_revision_movement()', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.fold_revision_movements(integer)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.recount_revision_indicators(uuid, integer)', 'flotilla_dispatcher'),
    flotilla.restrict_function('flotilla.recount_revision_totals(uuid, integer)', 'flotilla_dispatcher');

create or replace trigger note_revision_movement after insert or update of sessions, questions, scored, score_sum, seconds on flotilla.revision_indicators
    for each row execute function flotilla.note_revision_movement();
