-- What of accounts and users is kept in the audit when it is changed over HTTP or by the admin command: never what a person is called, nor an address.
select flotilla.audit_table('accounts', 'account', 'id', 'id', silent => 'external_id created_at');
select flotilla.audit_table('users', 'user', 'id', 'account', hidden => 'email name password_hash', silent => 'created_at');
select flotilla.audit_table('token_revocations', 'token_revocation', 'subject', silent => 'changed_at',
    events => 'insert or update', condition => 'new.not_before < ''infinity''');
select flotilla.audit_table('user_tokens', 'password_reset', 'user_id', hidden => 'digest',
    events => 'insert or update', condition => 'new.purpose = ''reset''');
