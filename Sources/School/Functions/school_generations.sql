-- What comes back from models: in the transaction that ends a generation, whichever that is (a result, a failure, the duty that
-- ends those whose job is gone), its path or question has the outcome too. Neither part of the fleet knows the other's code.
create or replace function flotilla.note_school_generation() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    path    uuid;
    step    integer;
    code    text := new.error_code;
    message text := new.error;
    outcome text := new.status;
begin
    if new.type = 'answer' then
        update flotilla.revision_questions question
        set outcome = new.status, answer = new.output ->> 'text', citations = new.citations,
            error = new.error, answered_at = new.finished_at
        where question.generation_id = new.id and question.outcome is null;
        return null;
    end if;
    -- Documents that could not be prepared are part of what came out of preparing them.
    if new.type = 'context' and outcome = 'succeeded' and new.output #> '{failed,0}' is not null then
        outcome := 'failed';
        code := 'document_failed';
        message := format('The document %s could not be prepared: %s',
            new.output #>> '{failed,0,document_id}', coalesce(new.output #>> '{failed,0,error}', 'see the document.'));
    end if;
    update flotilla.learning_path_generations made
    set outcome = note.outcome, error_code = note.code, error = note.message, ended_at = new.finished_at
    from (select outcome, code, message) note
    where made.generation_id = new.id and made.outcome is null
    returning made.path_id, made.step into path, step;
    if not found or outcome <> 'succeeded' then return null; end if;
    if new.type = 'learning_path' then
        -- They follow the steps that the professor gave.
        insert into flotilla.learning_path_steps (path_id, number, tenant, title, objective, content, minutes)
        select path, coalesce(
                (select max(given.number) from flotilla.learning_path_steps given where given.path_id = path), 0)
            + made.number, new.tenant, made.step ->> 'title', made.step ->> 'objective', made.step ->> 'content',
            (made.step ->> 'minutes')::integer
        from jsonb_array_elements(new.output -> 'steps') with ordinality made(step, number);
    elsif new.type = 'quiz' then
        update flotilla.learning_path_steps one set quiz = new.output
        where one.path_id = path and one.number = step;
    end if;
    return null;
end
$$;

select flotilla.restrict_function('flotilla.note_school_generation()'),
    flotilla.assign_function('flotilla.note_school_generation()', 'flotilla_dispatcher');

create or replace trigger note_school_generation after update of status on flotilla.generations
    for each row
    when (old.status = 'open' and new.status <> 'open'
        and new.type in ('answer', 'context', 'learning_path', 'quiz'))
    execute function flotilla.note_school_generation();
