-- How many were invited within a day.
create index notifications_of_invitations on flotilla.notifications (tenant, created_at)
    where template = 'user_invited';
