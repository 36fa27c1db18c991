-- What goes when its time is over, and what goes with it.
create index deliveries_by_notification on flotilla.deliveries (notification_id);
-- Links that let their bearer in, of deliveries that never were settled.
create index notifications_with_access on flotilla.notifications (id)
    where link is not null and template in ('user_invited', 'password_reset');
grant update (link, data) on flotilla.notifications to flotilla_dispatcher;
