-- Jobs that a worker ran at its last beat: to count them in `jobs` would be a walk over everything open.
alter table flotilla.worker_sessions add column running integer not null default 0 check (running >= 0);
