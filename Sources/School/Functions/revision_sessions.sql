-- Ends a session, with what it adds to the pupil's progress and to the indicators. Repeated with the same moment it changes
-- nothing. Raises FL062 when the session ended at another moment.
create or replace function flotilla.end_revision_session(
    session uuid, moment timestamptz, seconds integer, score integer, progress integer, marks jsonb
) returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    ended flotilla.revision_sessions%rowtype;
begin
    update flotilla.revision_sessions
    set ended_at = moment, seconds = end_revision_session.seconds, score = end_revision_session.score,
        progress = end_revision_session.progress, marks = end_revision_session.marks
    where id = session and tenant = flotilla.current_tenant() and ended_at is null
    returning * into ended;
    if not found then
        if exists (select from flotilla.revision_sessions where id = session and ended_at = moment) then return; end if;
        raise exception 'the session has ended' using errcode = 'FL062';
    end if;
    update flotilla.learning_path_students set progress = end_revision_session.progress
    where path_id = ended.path_id and student_id = ended.student_id;
    insert into flotilla.revision_indicators as counted
        (tenant, path_id, student_id, day, sessions, questions, scored, score_sum, seconds)
    values (ended.tenant, ended.path_id, ended.student_id, (moment at time zone 'UTC')::date, 1,
        (select count(*) from flotilla.revision_questions where session_id = session),
        case when ended.score is null then 0 else 1 end, coalesce(ended.score, 0), ended.seconds)
    on conflict (path_id, student_id, day) do update set sessions = counted.sessions + 1,
        questions = counted.questions + excluded.questions, scored = counted.scored + excluded.scored,
        score_sum = counted.score_sum + excluded.score_sum, seconds = counted.seconds + excluded.seconds;
end
$$;

-- Locks a session that goes on, for a question. Raises FL062 when it has ended, FL063 when as many questions as may be wait
-- for their answers, FL064 when it has as many as a session may have.
create or replace function flotilla.hold_revision_session(session uuid, question uuid, most_open integer, most integer)
    returns void
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    perform from flotilla.revision_sessions
    where id = session and tenant = flotilla.current_tenant() and ended_at is null for no key update;
    if not found then raise exception 'the session has ended' using errcode = 'FL062'; end if;
    -- Asked already: this is a repetition.
    if exists (select from flotilla.revision_questions where generation_id = question) then return; end if;
    if (select count(*) from flotilla.revision_questions where session_id = session and outcome is null) >= most_open then
        raise exception 'questions of the session wait' using errcode = 'FL063';
    end if;
    if (select count(*) from flotilla.revision_questions where session_id = session) >= most then
        raise exception 'the session has many questions' using errcode = 'FL064';
    end if;
end
$$;

-- Ends sessions in which nothing was done for a time, with the time until what was done last. Their pupils' progress stays.
--   returns  how many
create or replace function flotilla.end_idle_sessions(idle interval, most integer) returns bigint
    language sql volatile set search_path = pg_catalog, pg_temp
as $$
    with idle as (
        select session.id, coalesce((
            select max(question.asked_at) from flotilla.revision_questions question
            where question.session_id = session.id), session.started_at) as last_at
        from flotilla.revision_sessions session
        where session.ended_at is null and session.started_at < now() - end_idle_sessions.idle
            and not exists (
                select from flotilla.revision_questions question
                where question.session_id = session.id and question.asked_at >= now() - end_idle_sessions.idle)
        limit most for update of session skip locked
    ), ended as (
        update flotilla.revision_sessions session
        set ended_at = idle.last_at, abandoned = true,
            seconds = greatest(0, extract(epoch from idle.last_at - session.started_at))::integer,
            progress = (
                select student.progress from flotilla.learning_path_students student
                where student.path_id = session.path_id and student.student_id = session.student_id)
        from idle where session.id = idle.id
        returning session.*
    ), added as (
        insert into flotilla.revision_indicators as counted
            (tenant, path_id, student_id, day, sessions, questions, scored, score_sum, seconds)
        select tenant, path_id, student_id, (ended_at at time zone 'UTC')::date, count(*), sum((
            select count(*) from flotilla.revision_questions question where question.session_id = ended.id)), 0, 0,
            sum(seconds)
        from ended group by 1, 2, 3, 4
        on conflict (path_id, student_id, day) do update set sessions = counted.sessions + excluded.sessions,
            questions = counted.questions + excluded.questions, seconds = counted.seconds + excluded.seconds
    )
    select count(*) from ended
$$;

select flotilla.restrict_function('flotilla.end_idle_sessions(interval, integer)', 'flotilla_dispatcher'),
    flotilla.restrict_function(
        'flotilla.end_revision_session(uuid, timestamptz, integer, integer, integer, jsonb)', 'flotilla_tenant'),
    flotilla.restrict_function('flotilla.hold_revision_session(uuid, uuid, integer, integer)', 'flotilla_tenant');
