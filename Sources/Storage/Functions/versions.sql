-- What the processes read to see whether the database is as new as they are: the names and times of versions, nothing else.

grant select on flotilla.migrations, flotilla.functions to flotilla_dispatcher;
