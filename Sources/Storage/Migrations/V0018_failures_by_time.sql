-- A tenant's list reads a bounded number of failures whatever their status: row-level security lets no index compare an enum.
drop index job_failures_by_tenant;
create index job_failures_by_tenant on job_failures (tenant, id);
