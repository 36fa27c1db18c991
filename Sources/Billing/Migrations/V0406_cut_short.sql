-- Why a run did not come to every school; null: it did, or runs.
alter table flotilla.billing_runs add column cut_short text;

-- Whose customer of the payment gateway an id is.
create index billing_profiles_by_customer on flotilla.billing_profiles (customer) where customer is not null;
create index payments_by_customer on flotilla.payments (customer);
-- What was refused for good.
create index refunds_failed on flotilla.refunds (settled_at) where status = 'failed';
