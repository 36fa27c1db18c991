-- What goes when its time is over is found by its time.
create index usage_events_by_age on flotilla.usage_events (at);
grant delete on flotilla.usage_events to flotilla_dispatcher;
