import Contracts
import Foundation
import Invoices
import Postgres

/// An invoice as it would be issued now.
struct InvoiceDraft {
    let invoice: Invoice
    let amounts: InvoiceAmounts
    private let runID: UUID
    private let basis: BillingBasis
    /// The plan of its last days: indicators count by it.
    private let plan: String?

    /// nil: there is nothing to bill.
    /// - Throws: `AmountProblem`, `MissingSeller`.
    init?(_ run: BillingRun, _ basis: BillingBasis, _ seller: Seller?, id: UUID, of school: UUID) throws {
        let language = Language(rawValue: basis.buyer.language) ?? .french
        amounts = try InvoiceComputation(
            month: run.period, timeline: basis.timeline, usage: basis.usage, billed: basis.billed,
            billedFlat: basis.billedFlat, language: language
        ).amounts()
        guard let currency = amounts.currency else { return nil }
        guard amounts.totals.totalCents <= Self.highestTotalCents else { throw AmountProblem.tooLarge("/total_cents") }
        guard let seller else { throw MissingSeller() }
        invoice = Invoice(
            id: id, tenant: school, kind: .invoice, period: run.period, status: .pending, currency: currency,
            seller: seller,
            buyer: basis.buyer, lines: amounts.lines, totals: amounts.totals, timeZone: basis.zone.identifier)
        runID = run.id
        self.basis = basis
        plan = basis.timeline.segments(in: run.period).last?.terms.plan.code ?? basis.timeline.changes.last?.plan.code
    }

    /// Takes the number and writes the invoice, as an effect of the job's result.
    /// - Parameters:
    ///   - moment: nil: when it gets its number, so that numbers and times have one order.
    ///   - now: in its year the number lies.
    ///   - zone: by whose clock that is.
    ///   - end: of the month.
    func issue(at moment: Date?, about now: Date, seriesIn zone: TimeZone, until end: Date) throws -> Query {
        var issued = invoice
        issued.issuedAt = moment
        let text = try JSONText(
            encoding: Issue(
                invoice: issued, year: BillingMonth(containing: now, in: zone)?.year ?? invoice.period.year,
                dueDays: Self.daysToPay, plan: plan, runID: runID))
        let basis = try JSONText(
            encoding: Basis(
                subscription: basis.subscription, useUntil: end, useEvents: basis.openEvents, useSum: basis.openSum))
        return "select flotilla.issue_invoice(\(text)::jsonb, \(basis)::jsonb)"
    }

    /// Ten million million euros: below 2^53, so that every JSON reader has it exactly, and few enough that sums over all invoices
    /// fit 63 bits.
    private static let highestTotalCents: Int64 = 1_000_000_000_000_000

    /// As French law has it unless the parties agree on something else (Code de commerce, L441-10).
    private static let daysToPay = 30

    /// An invoice with what is beside it.
    private struct Issue: Encodable {
        let invoice: Invoice
        let year: Int
        let dueDays: Int
        let plan: String?
        let runID: UUID

        func encode(to encoder: any Encoder) throws {
            try invoice.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(year, forKey: .year)
            try container.encode(dueDays, forKey: .dueDays)
            try container.encode(plan, forKey: .plan)
            try container.encode(runID, forKey: .runID)
            try container.encode(invoice.issuedAt.map { $0.formatted(.iso8601) }, forKey: .issuedAt)
        }

        private enum CodingKeys: String, CodingKey {
            case year, plan
            case dueDays = "due_days"
            case runID = "run_id"
            case issuedAt = "issued_at"
        }
    }

    private struct Basis: Encodable {
        let subscription: Int64
        let useUntil: Date
        let useEvents: Int64
        let useSum: String

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(subscription, forKey: .subscription)
            try container.encode(useUntil.formatted(.iso8601), forKey: .useUntil)
            try container.encode(useEvents, forKey: .useEvents)
            try container.encode(useSum, forKey: .useSum)
        }

        private enum CodingKeys: String, CodingKey {
            case subscription
            case useUntil = "use_until"
            case useEvents = "use_events"
            case useSum = "use_sum"
        }
    }
}

/// There is something to bill, and no seller is set.
struct MissingSeller: Error {}
