-- What a person asked goes when the person is erased, with the rights of the person's tenant.
grant delete on flotilla.generations to flotilla_tenant;
