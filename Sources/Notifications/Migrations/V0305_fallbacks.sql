-- The delivery that this one stands in for: it is sent only when that one was not.
alter table flotilla.deliveries add column fallback_of uuid;
