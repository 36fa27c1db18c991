-- Fills a migrated, otherwise empty database with the scans of many companies, as a superuser:
--
--     psql -v companies=100 -v days=365 -v resources=50 -v points=10000 -d DATABASE -f Benchmarks/Volume/fill.sql
--
-- companies × 4 services × resources × days rows of resources (7.3 million), and companies × resources × points rows of
-- ec2_performance, one each 5 minutes (50 million). Identities and rows rest on no trigger here: what they refer to is
-- made in the same script.
\set ON_ERROR_STOP on
\if :{?companies} \else \set companies 100 \endif
\if :{?days} \else \set days 365 \endif
\if :{?resources} \else \set resources 50 \endif
\if :{?points} \else \set points 10000 \endif
\timing on
set session_replication_role = replica;
set synchronous_commit = off;

do $$ begin
    perform flotilla.make_scan_partition(name, moment)
    from flotilla.scan_tables, generate_series(now() - interval '400 days', now() + interval '40 days', '6 days') moment
    where holds = 'resources' or moment > now() - interval '100 days';
end $$;

create temporary table company as
select number, md5('company ' || number)::uuid as account, md5('user ' || number)::uuid as user_id,
    lpad(number::text, 12, '1') as cloud_account
from generate_series(1, :companies) number;
insert into flotilla.accounts (id, company_name, role_arn, external_id)
select account, 'Company ' || number, format('arn:aws:iam::%s:role/scan', cloud_account), md5('external ' || number)
from company;

-- One scan a day, at an hour of each company's own; the latest one is some hours old.
create temporary table run as
select company.account, company.user_id, company.cloud_account, service.name as service,
    date_trunc('second', now() - (day * interval '1 day') - interval '2 hours' - company.number * interval '5 minutes')
        as moment,
    null::uuid as scan_id, gen_random_uuid() as id, day
from company, generate_series(0, :days - 1) day, unnest(array['ec2', 's3', 'vpc', 'rds']) service(name);
create temporary table scan as
select account, moment, flotilla.mint_id(moment) as id from (select distinct account, moment from run) as one;
update run set scan_id = scan.id from scan where scan.account = run.account and scan.moment = run.moment;
insert into flotilla.scans (id, account, user_id, provider, services, role_arn, created_at)
select distinct scan_id, account, user_id, 'aws', array['ec2', 's3', 'vpc', 'rds'],
    format('arn:aws:iam::%s:role/scan', cloud_account), moment
from run;
insert into flotilla.scan_runs (id, scan_id, account, user_id, job_id, service_type, scan_timestamp, status, total_resources,
    regions, finished_at, cloud_account)
select id, scan_id, account, user_id, id, service, moment, 'success', :resources,
    '[{"calls": 3, "region": "eu-west-1", "resources": 25, "status": "ok"},
      {"calls": 3, "region": "us-east-1", "resources": 25, "status": "ok"}]', moment, cloud_account
from run;
insert into flotilla.scan_coverage (account, provider, service_type, cloud_account, region, scan_run_id, scanned_at, status)
select account, 'aws', service, cloud_account, region, id, moment, 'ok'
from run, unnest(array['eu-west-1', 'us-east-1']) region where day = 0;

create temporary table thing as
select company.account, company.cloud_account, type.service, type.name as type, serial as number,
    case when serial % 2 = 0 then 'eu-west-1' else 'us-east-1' end as region,
    type.prefix || substr(md5(company.number || ' ' || serial), 1, 17) as identifier,
    md5(type.name || company.number || ' ' || serial)::uuid as id
from company, generate_series(1, :resources) serial,
    (values ('ec2', 'ec2_instance', 'i-'), ('s3', 's3_bucket', 'bucket-'), ('vpc', 'vpc', 'vpc-'),
        ('rds', 'rds_instance', 'db-')) as type(service, name, prefix);
create index on run (account, service);
create index on thing (account, service);
analyze run;
analyze thing;
insert into flotilla.resources (id, account, provider, cloud_account, type, region, identifier, first_run, first_seen_at,
    latest_run, latest_seen_at)
select thing.id, thing.account, 'aws', thing.cloud_account, thing.type, thing.region, thing.identifier, oldest.id,
    oldest.moment, latest.id, latest.moment
from thing
    join run latest on latest.account = thing.account and latest.service = thing.service and latest.day = 0
    join run oldest on oldest.account = thing.account and oldest.service = thing.service
        and oldest.day = :days - 1;

insert into flotilla.ec2_instances (scan_run_id, account, scan_timestamp, resource_id, region, instance_id, instance_type, state,
    public_ip, private_ip, vpc_id, launch_time, tags)
select run.id, run.account, run.moment, thing.id, thing.region, thing.identifier, 't3.micro',
    case when number % 5 = 0 then 'stopped' else 'running' end,
    case when number % 7 = 0 then '203.0.113.' || number % 250 end, '10.0.0.' || number % 250, 'vpc-1',
    now() - interval '400 days', jsonb_build_object('Name', 'web-' || number)
from run join thing using (account, service) where service = 'ec2' order by run.moment;
insert into flotilla.s3_buckets (scan_run_id, account, scan_timestamp, resource_id, region, bucket_name, is_public,
    is_public_reason, is_encrypted, encryption_algorithm, versioning_enabled, total_size_gb)
select run.id, run.account, run.moment, thing.id, thing.region, thing.identifier,
    case when number % 11 = 0 then null else number % 4 = 0 end,
    case when number % 11 = 0 then 'The policy could not be read.' end, number % 3 <> 0, 'AES256', number % 2 = 0,
    number * 1.5
from run join thing using (account, service) where service = 's3' order by run.moment;
insert into flotilla.vpc_instances (scan_run_id, account, scan_timestamp, resource_id, region, vpc_id, cidr_block, is_default,
    state, subnet_count)
select run.id, run.account, run.moment, thing.id, thing.region, thing.identifier, '10.0.0.0/16', number % 10 = 0,
    'available', 3
from run join thing using (account, service) where service = 'vpc' order by run.moment;
insert into flotilla.rds_instances (scan_run_id, account, scan_timestamp, resource_id, region, db_identifier, engine,
    engine_version, instance_class, status, storage_gb, is_public, is_reachable, is_encrypted, backup_retention_days)
select run.id, run.account, run.moment, thing.id, thing.region, thing.identifier, 'postgres', '16.4', 'db.t3.micro',
    'available', 20, number % 4 = 0, false, number % 2 = 0, case when number % 5 = 0 then 0 else 7 end
from run join thing using (account, service) where service = 'rds' order by run.moment;

-- Findings as rules would have opened them, a tenth of them still open.
insert into flotilla.findings (account, resource_id, rule, severity, evidence, opened_at, confirmed_at, closed_at, close_reason)
select account, id, rule.name, rule.severity, '{"is_public": true}', now() - (number + 1) * interval '1 day',
    now() - interval '2 hours', case when round % 10 <> 0 then now() - interval '3 hours' end,
    case when round % 10 <> 0 then 'mended' end
from thing, generate_series(1, 10) round,
    (values ('s3_bucket_public', 'high'), ('s3_bucket_public_unencrypted', 'critical'),
        ('s3_bucket_unversioned', 'low')) as rule(name, severity)
where service = 's3';

-- A scan a day brings the day's points of one resource after the other.
select set_config('fill.points', :points::text, false);
do $$ begin
    for day in reverse ((current_setting('fill.points')::integer - 1) / 288) .. 0 loop
        insert into flotilla.ec2_performance (resource_id, account, "timestamp", cpu_utilization, network_in, network_out)
        select thing.id, thing.account, date_trunc('hour', now()) - point * interval '5 minutes',
            50 + 40 * sin(point / 50.0), point * 1000 % 77777, point * 700 % 55555
        from thing,
            generate_series(day * 288, least(day * 288 + 287, current_setting('fill.points')::integer - 1)) point
        where service = 'ec2' order by thing.account, thing.id, point desc;
    end loop;
end $$;

set session_replication_role = origin;
vacuum analyze;
select pg_size_pretty(pg_database_size(current_database())) as size;
