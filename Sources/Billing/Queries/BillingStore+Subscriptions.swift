import Contracts
public import Foundation
public import Invoices
import Postgres

extension BillingStore {
    /// What a school subscribed to, and what of it holds today.
    /// - Parameter zone: of a school that has set none.
    public func subscription(of school: UUID, at moment: Date, zone: TimeZone) async throws -> Subscription {
        try Subscription(
            try await database.queries(Self.subscription(of: school, at: moment, zone: zone), of: school))
    }

    /// Keeps a change of a school's subscription, unless it is what the last change says.
    /// - Parameter terms: checked; their plan in the version that the school gets.
    /// - Throws: `TooManyChanges`.
    public func put(
        _ terms: SubscriptionTerms, of school: UUID, id: UUID, by actor: BillingActor, at moment: Date, zone: TimeZone
    ) async throws -> Subscription {
        let modules = terms.modules.sorted()
        let (startsOn, endsOn) = (terms.startsOn.description, terms.endsOn?.description)
        let writing: [Query] = [
            .act(as: actor),
            // The same change that is sent twice at once is one.
            "select pg_advisory_xact_lock(hashtextextended('subscription ' || \(school.uuidString), 400))",
            """
            insert into flotilla.subscription_changes (id, tenant, plan, version, modules, users, starts_on, ends_on)
            select \(id), \(school), \(terms.plan.code), \(Int32(clamping: terms.plan.version)), \(modules),
                \(terms.users), \(startsOn)::text::date, \(endsOn)::text::date
            where not exists (
                select from (
                    select * from flotilla.subscription_changes where tenant = \(school) order by number desc limit 1
                ) latest
                where plan = \(terms.plan.code) and modules = \(modules) and users = \(terms.users)
                    and starts_on = \(startsOn)::text::date and ends_on is not distinct from \(endsOn)::text::date)
            on conflict (id) do nothing
            """,
        ]
        do {
            let answers = try await database.queries(
                writing + Self.subscription(of: school, at: moment, zone: zone), of: school)
            return try Subscription(Array(answers.dropFirst(writing.count)))
        } catch let error as PostgresError where error.sqlState == "FL045" {
            throw TooManyChanges()
        }
    }

    /// Two statements: the newest changes, and what holds today.
    private static func subscription(of school: UUID, at moment: Date, zone: TimeZone) -> [Query] {
        let columns: Query = """
            plan, version, modules, users, starts_on::text as starts_on, ends_on::text as ends_on, monthly_cents,
                currency, changed_at
            """
        return [
            """
            select \(columns) from flotilla.subscription_changes where tenant = \(school)
            order by number desc limit \(Int64(Subscription.mostChanges))
            """,
            """
            with day as (
                select (\(moment) at time zone coalesce(
                    (select time_zone from flotilla.billing_profiles where tenant = \(school)), \(zone.identifier)
                ))::date as today
            )
            select \(columns) from (
                select change.*, day.today from flotilla.subscription_changes change, day
                where change.tenant = \(school) and change.starts_on <= day.today
                order by change.number desc limit 1
            ) held
            where held.ends_on is null or held.ends_on > held.today
            """,
        ]
    }
}

/// The subscription was changed 200 times within a day.
public struct TooManyChanges: Error {}

extension Subscription {
    fileprivate init(_ answers: [Rows]) throws {
        changes = try answers[0].map { try SubscriptionChange($0) }
        today = try answers[1].first.map { try SubscriptionChange($0) }
    }
}

extension SubscriptionChange {
    fileprivate init(_ row: Row) throws {
        guard let startsOn = CalendarDay(try row.decode("starts_on")) else {
            throw PostgresError.unreadable("a subscription's first day")
        }
        self.init(
            plan: try row.decode("plan"), version: Int(try row.decode("version", as: Int32.self)),
            modules: try row.decode("modules"), users: try row.decode("users"), startsOn: startsOn,
            endsOn: try row.decode("ends_on", as: String?.self).flatMap { CalendarDay($0) },
            monthlyCents: try row.decode("monthly_cents"), currency: try row.decode("currency"),
            changedAt: try row.decode("changed_at"))
    }
}
