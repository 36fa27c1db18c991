-- What came with the traceparent of who enqueued, and goes on to what follows: the lines `tracestate: …` and `baggage: …`.
-- Most jobs have neither, and a null takes no room in a row.
alter table flotilla.jobs add column trace_carried text;
