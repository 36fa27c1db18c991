-- When the account learned that its scan is over; null: not yet. A default that is constant is a note in the catalogue: no row
-- is written for the scans that are there, which count as announced.
alter table flotilla.scans add column announced_at timestamptz default now();
alter table flotilla.scans alter column announced_at drop default;
create index scans_not_announced on flotilla.scans (id) where announced_at is null;

-- The dispatcher announces: of scans, runs and findings it sees what it counts.
grant select (id, account, announced_at), update (announced_at) on flotilla.scans to flotilla_dispatcher;
grant select (id, scan_id, job_id, service_type, status, total_resources, error) on flotilla.scan_runs to flotilla_dispatcher;
grant select (opened_run, muted_at) on flotilla.findings to flotilla_dispatcher;
create policy dispatcher on flotilla.scans to flotilla_dispatcher using (true) with check (true);
create policy dispatcher on flotilla.scan_runs for select to flotilla_dispatcher using (true);
create policy dispatcher on flotilla.findings for select to flotilla_dispatcher using (true);
