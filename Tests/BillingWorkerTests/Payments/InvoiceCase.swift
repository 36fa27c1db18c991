import Billing
import FleetTestSupport
import Foundation
import Jobs
import Postgres
import StripeTestSupport
import Synchronization

/// Time, as a test moves it.
final class Clock: Sendable {
    private let shift = Mutex<TimeInterval>(0)

    var now: Date { Date() + shift.withLock { $0 } }

    func advance(days: Double = 0, hours: Double = 0) { shift.withLock { $0 += days * 86_400 + hours * 3600 } }
}

/// One school, one invoice, one way to pay.
struct InvoiceCase: Sendable {
    let place: LedgerEnvironment
    let tenant: Tenant
    let school: UUID
    let invoice: UUID
    let customer: StripeServer.Customer
    let clock = Clock()

    /// The key of the invoice's payment with this number.
    func key(_ number: Int) -> String { "inv-\(invoice.uuidString.lowercased())-try-\(number)" }

    /// Runs a job with this payload once, and commits its result.
    @discardableResult
    func run(_ payload: [String: JSON], key: String? = "sk_test_right") async throws -> JobOutcome {
        let decoded = try JSONDecoder().decode(CollectPayment.self, from: Data(JSON.object(payload).bytes))
        let outcome = try await place.runner(key: key, at: clock).run(
            decoded, of: school, as: JobIDMinter().mint(), by: .now + .seconds(40))
        if case .succeeded(let success) = outcome {
            let statements = success.effects.compactMap { $0 as? Query }
            if !statements.isEmpty { _ = try await place.connections.domains.queries(statements, of: school) }
        }
        return outcome
    }

    @discardableResult
    func collect(after: Int = 0, step: Int = 0, key: String? = "sk_test_right") async throws -> JobOutcome {
        try await run(
            [
                "invoice_id": .string(invoice.uuidString.lowercased()), "after": .number(Double(after)),
                "step": .number(Double(step)),
            ], key: key)
    }

    /// The invoice with its payments, as its school sees it.
    func seen() async throws -> JSON { try await tenant.caller.get("/invoices/\(invoice.uuidString)").json }

    func charges() async throws -> [StripeServer.Charge] { try await place.stripe.charges(ofInvoice: invoice) }

    /// Jobs of the school that are still to run, the payload of each, in the order of their time.
    func jobs(_ kind: String = "billing.payment") async throws -> [(payload: JSON, runAt: Date?)] {
        try await place.fleet.database.query(
            """
            select payload, run_at from jobs where tenant = \(school) and kind = \(kind)
                and status in ('scheduled', 'queued') order by run_at nulls first, id
            """
        ).rows.map { (try JSON(parsing: $0.decode("payload", as: JSONText.self).bytes), try $0.decode("run_at")) }
    }

    /// Payments and jobs as they are, for the message of a test that failed.
    func ledger() async throws -> String {
        try await place.fleet.database.query(
            """
            select to_jsonb(payments)::text as text from payments where invoice_id = \(invoice)
            union all
            select jsonb_build_object('kind', kind, 'status', status, 'payload', payload, 'error', error)::text from jobs
            where tenant = \(school)
            """
        ).rows.map { try $0.decode("text", as: String.self) }.joined(separator: "\n")
    }

    func payment(_ number: Int) async throws -> (id: UUID, hold: String?, surplus: Bool) {
        let rows = try await place.fleet.database.query(
            """
            select id, hold, surplus from payments where invoice_id = \(invoice) and number = \(Int32(number))
            """
        ).rows
        guard let row = rows.first else { throw Unexpected("there is no payment \(number)") }
        return (try row.decode("id"), try row.decode("hold"), try row.decode("surplus"))
    }
}

extension JobOutcome {
    /// When it comes again; nil when it has ended.
    var snoozedUntil: Date? {
        if case .snoozed(let date, _) = self { date } else { nil }
    }

    /// The `outcome` of a success's result.
    var name: String? {
        guard case .succeeded(let success) = self else { return nil }
        return (try? JSON(parsing: success.result))?["outcome"].string
    }
}
