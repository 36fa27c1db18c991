public import Foundation
import Invoices
import Postgres

extension BillingStore {
    /// What a school has set; where it has set nothing, what its invoices say instead.
    /// - Returns: nil when there is no such account.
    public func profile(of school: UUID) async throws -> BillingProfile.Stored? {
        try await database.query(Self.profile(of: school), of: school).first.map { try BillingProfile.Stored($0) }
    }

    /// Keeps a profile as a whole. Done twice it changes nothing.
    /// - Returns: nil when there is no such account.
    public func put(
        _ profile: BillingProfile, of school: UUID, by actor: BillingActor
    ) async throws -> BillingProfile.Stored? {
        let address = try JSONText(encoding: profile.address)
        let rows = try await database.queries(
            [
                .act(as: actor),
                """
                insert into flotilla.billing_profiles as known (tenant, legal_name, address, siren, vat_number, email,
                    electronic_address, customer, payment_method, time_zone)
                select id, \(profile.legalName), \(address), \(profile.siren), \(profile.vatNumber),
                    \(profile.email), \(profile.electronicAddress), \(profile.autoPayment?.customer),
                    \(profile.autoPayment?.paymentMethod), \(profile.timeZone)
                from flotilla.accounts where id = \(school)
                on conflict (tenant) do update set legal_name = excluded.legal_name, address = excluded.address,
                    siren = excluded.siren, vat_number = excluded.vat_number, email = excluded.email,
                    electronic_address = excluded.electronic_address, customer = excluded.customer,
                    payment_method = excluded.payment_method, time_zone = excluded.time_zone,
                    updated_at = clock_timestamp()
                where (known.legal_name, known.address, known.siren, known.vat_number, known.email,
                        known.electronic_address, known.customer, known.payment_method, known.time_zone)
                    is distinct from (excluded.legal_name, excluded.address, excluded.siren, excluded.vat_number,
                        excluded.email, excluded.electronic_address, excluded.customer, excluded.payment_method,
                        excluded.time_zone)
                """,
                Self.profile(of: school),
            ], of: school)
        return try rows.last?.first.map { try BillingProfile.Stored($0) }
    }

    /// Whether another school pays, or has paid, as this customer of the payment gateway.
    public func isCustomerOfAnother(_ customer: String, than school: UUID) async throws -> Bool {
        try await !database.query(
            """
            select 1 from flotilla.billing_profiles where customer = \(customer) and tenant <> \(school)
            union all
            select 1 from flotilla.payments where customer = \(customer) and tenant <> \(school)
            limit 1
            """, as: Self.operators
        ).isEmpty
    }

    private static func profile(of school: UUID) -> Query {
        """
        select coalesce(profile.legal_name, account.company_name) as legal_name, profile.address, profile.siren,
            profile.vat_number, coalesce(profile.email, administrator.email) as email, profile.electronic_address,
            profile.customer, profile.payment_method, profile.time_zone, profile.updated_at
        from flotilla.accounts account
            left join flotilla.billing_profiles profile on profile.tenant = account.id
            left join lateral (
                select email from flotilla.users where account = \(school) and role = 'school' order by id limit 1
            ) administrator on true
        where account.id = \(school)
        """
    }
}

extension BillingProfile.Stored {
    fileprivate init(_ row: Row) throws {
        let address = try row.decode("address", as: JSONText?.self).map {
            try JSONDecoder().decode(PostalAddress.self, from: Data($0.bytes))
        }
        var autoPayment: BillingProfile.AutoPayment?
        if let customer = try row.decode("customer", as: String?.self),
            let method = try row.decode("payment_method", as: String?.self)
        {
            autoPayment = BillingProfile.AutoPayment(customer: customer, paymentMethod: method)
        }
        profile = BillingProfile(
            legalName: try row.decode("legal_name"), address: address, siren: try row.decode("siren"),
            vatNumber: try row.decode("vat_number"), email: try row.decode("email"),
            electronicAddress: try row.decode("electronic_address"), autoPayment: autoPayment,
            timeZone: try row.decode("time_zone"))
        updatedAt = try row.decode("updated_at")
    }
}
