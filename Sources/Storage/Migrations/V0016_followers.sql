-- The jobs that follow one, also those for which it has counted: GET /jobs/{id}/related.
create index job_dependencies_by_parent on flotilla.job_dependencies (parent, child);
