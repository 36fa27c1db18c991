-- Of the professors, who alone may read it beside the one who asked: what a pupil asks in a revision session is for the professor of
-- its path. null: each of them.
alter table flotilla.generations add column reader_id uuid;
