-- The level of a course, in its school's words: people of whom no model knows anything get what is popular within theirs.
create table flotilla.course_levels (
    tenant    uuid not null,
    course_id text not null,
    level     text not null,
    primary key (tenant, course_id)
);
select flotilla.protect_tenant_table('course_levels', 'tenant', 'select, insert, update');
