-- What a removed person leaves in the conversations that others keep: no id.
grant update (first_id, second_id) on flotilla.conversations to flotilla_tenant;
grant delete on flotilla.conversation_parties to flotilla_dispatcher;
