import Contracts
import Foundation
import Invoices
import Postgres

/// What the invoice of a school's month is computed of, as the rows said it at one moment.
struct BillingBasis: Sendable {
    /// Of the run; nil: not yet.
    let outcome: String?
    /// Invoices of the month: what cancelled ones there are, and the one that stands.
    let invoice: UUID?
    let hasCancelled: Bool
    let timeline: SubscriptionTimeline
    /// The number of the last change; 0 without one.
    let subscription: Int64
    let buyer: Buyer
    let zone: TimeZone
    let hasOpenUse: Bool
    /// Whether earlier months are to be compared with what was billed of them.
    let isAdjusted: Bool
    var billedFlat: [BilledFlat] = []
    var usage: [UsageSum] = []
    var billed: [BilledUse] = []
    var openEvents: Int64 = 0
    /// A whole number of any size.
    var openSum = "0"
}

extension BillingStore {
    /// - Parameter zone: of a school that has set none.
    func basis(of run: BillingRun, school: UUID, zone: TimeZone) async throws -> BillingBasis {
        let answers = try await database.queries(Self.basis(of: run, school: school), of: school)
        guard let row = answers[0].first else { throw UnknownSchool() }
        let changes = try answers[1].map { try SubscriptionTerms($0) }
        let language = try row.decode("locale", as: String?.self).flatMap { Language(rawValue: $0) } ?? .french
        let ownZone = try row.decode("time_zone", as: String?.self).flatMap { TimeZone.named($0) }
        var basis = BillingBasis(
            outcome: try row.decode("outcome"), invoice: try row.decode("invoice"),
            hasCancelled: try row.decode("has_cancelled"), timeline: SubscriptionTimeline(changes),
            subscription: try answers[1].last?.decode("number") ?? 0, buyer: try Buyer(row, language: language),
            zone: ownZone ?? zone, hasOpenUse: try row.decode("has_use"),
            isAdjusted: try row.decode("is_adjusted"))
        if basis.isAdjusted { basis.billedFlat = try await billedFlat(of: school, before: run.period) }
        return basis.hasOpenUse ? try await withUse(basis, until: run.period, of: school) : basis
    }

    /// What is read for a school that has no use to bill: its row, and the changes of its subscription.
    package static func basis(of run: BillingRun, school: UUID) -> [Query] {
        let month = run.period.description
        return [
            """
            select account.company_name, profile.legal_name, profile.address, profile.siren, profile.vat_number,
                coalesce(profile.email, administrator.email) as email, profile.electronic_address, profile.time_zone,
                administrator.locale, part.outcome,
                made.invoice, coalesce(made.has_cancelled, false) as has_cancelled,
                exists (select from flotilla.usage_events where tenant = \(school) and invoice_id is null) as has_use,
                \(reachesBack(of: school, before: month)) as is_adjusted
            from flotilla.accounts account
                left join flotilla.billing_profiles profile on profile.tenant = account.id
                left join flotilla.billing_run_schools part on part.run_id = \(run.id) and part.tenant = account.id
                left join lateral (
                    select email, locale from flotilla.users
                    where account = \(school) and role = 'school' order by id limit 1
                ) administrator on true
                -- By the school's own index and no other: while the table has no statistics, that of months seems as good, and reads
                -- every school's.
                left join lateral (
                    select (array_agg(own.id) filter (where own.status <> 'ANNULEE'))[1] as invoice,
                        bool_or(own.status = 'ANNULEE') as has_cancelled
                    from (
                        select id, period, status from flotilla.invoices
                        where tenant = \(school) and kind = 'invoice' offset 0
                    ) own
                    where own.period = \(month)
                ) made on true
            where account.id = \(school)
            """,
            changes(of: school),
        ]
    }

    /// The changes of a school's subscription with their plans, in the order in which they were made.
    static func changes(of school: UUID) -> Query {
        """
        select changes.number, changes.id, changes.modules, changes.users, changes.starts_on::text as starts_on,
            changes.ends_on::text as ends_on, changes.changed_at, plans.plan
        from flotilla.subscription_changes changes
            join flotilla.plans on plans.code = changes.plan and plans.version = changes.version
        where changes.tenant = \(school) order by changes.number
        """
    }

    /// Adds the use of every month up to this one that has some which is not billed, day by day.
    private func withUse(_ basis: BillingBasis, until period: BillingMonth, of school: UUID) async throws
        -> BillingBasis
    {
        let (zone, end) = (basis.zone.identifier, period.end(in: basis.zone))
        let answers = try await database.queries(
            [
                """
                with months as (
                    select distinct date_trunc('month', at at time zone \(zone)) as first
                    from flotilla.usage_events where tenant = \(school) and invoice_id is null and at < \(end)
                )
                select metric, (at at time zone \(zone))::date::text as day,
                    least(greatest(sum(quantity), \(Int64.min)), \(Int64.max))::bigint as quantity,
                    count(*) filter (where invoice_id is null) as open,
                    coalesce(sum(quantity) filter (where invoice_id is null), 0)::text as open_sum
                from flotilla.usage_events
                where tenant = \(school) and at < \(end)
                    and at >= (select min(first) at time zone \(zone) from months)
                    and date_trunc('month', at at time zone \(zone)) in (select first from months)
                group by 1, 2 order by 2, 1
                """,
                """
                select line.metric, line.from_day::text as from_day, line.to_day::text as to_day, line.quantity
                from flotilla.invoice_lines line join flotilla.invoices on invoices.id = line.invoice_id
                where line.tenant = \(school) and line.kind = 'metered' and invoices.kind = 'invoice'
                    and invoices.status <> 'ANNULEE'
                """,
            ], of: school)
        var basis = basis
        var open = WholeSum()
        for row in answers[0] {
            guard let day = CalendarDay(try row.decode("day", as: String.self)) else {
                throw PostgresError.unreadable("a day of use")
            }
            basis.usage.append(
                UsageSum(
                    metric: try row.decode("metric"), span: DaySpan(from: day, to: CalendarDay(number: day.number + 1)),
                    quantity: try row.decode("quantity")))
            basis.openEvents += try row.decode("open", as: Int64.self)
            open.add(try row.decode("open_sum", as: String.self))
        }
        basis.openSum = open.text
        basis.billed = try answers[1].compactMap { row in
            guard let from = CalendarDay(try row.decode("from_day")), let to = CalendarDay(try row.decode("to_day"))
            else {
                return nil
            }
            return BilledUse(
                metric: try row.decode("metric"), span: DaySpan(from: from, to: to),
                quantity: try row.decode("quantity"))
        }
        return basis
    }
}

/// The job's tenant has no account.
struct UnknownSchool: Error {}

/// A sum of PostgreSQL's `numeric` values, which are whole here.
private struct WholeSum {
    private var sum: Int128 = 0

    var text: String { "\(sum)" }

    mutating func add(_ text: String) {
        guard let number = Int128(text) else { return }
        let (next, overflow) = sum.addingReportingOverflow(number)
        if !overflow { sum = next }
    }
}

extension Buyer {
    /// As the billing profile says; without one, as the account does.
    fileprivate init(_ row: Row, language: Language) throws {
        let address = try row.decode("address", as: JSONText?.self).map {
            try JSONDecoder().decode(PostalAddress.self, from: Data($0.bytes))
        }
        self.init(
            legalName: try row.decode("legal_name", as: String?.self) ?? row.decode("company_name", as: String.self),
            address: address, siren: try row.decode("siren"), vatNumber: try row.decode("vat_number"),
            email: try row.decode("email"), electronicAddress: try row.decode("electronic_address"),
            language: language.rawValue)
    }
}

extension SubscriptionTerms {
    /// From a change and its plan.
    init(_ row: Row) throws {
        let plan = try JSONDecoder().decode(Plan.self, from: Data(row.decode("plan", as: JSONText.self).bytes))
        guard let startsOn = CalendarDay(try row.decode("starts_on")) else {
            throw PostgresError.unreadable("a subscription's first day")
        }
        self.init(
            plan: plan, modules: try row.decode("modules"), users: try row.decode("users"), startsOn: startsOn,
            endsOn: try row.decode("ends_on", as: String?.self).flatMap { CalendarDay($0) },
            changedAt: try row.decode("changed_at"))
    }
}
