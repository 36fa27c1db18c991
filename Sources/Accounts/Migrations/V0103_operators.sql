-- The few whom alerts are mailed to, among all users.
create index users_operators on flotilla.users (id) where role = 'admin';
