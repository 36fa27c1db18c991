public import Foundation
import Jobs
import Postgres
public import Storage

extension BillingStore {
    /// What came of beginning a payment.
    enum Beginning: Sendable {
        case begun(PaymentWork)
        /// Nothing is to be paid now.
        case refused(reason: String)
    }

    /// nil when none is under way.
    func openPayment(of invoice: UUID, school: UUID) async throws -> PaymentWork? {
        try await database.query(
            """
            \(PaymentWork.columns)
            where payment.invoice_id = \(invoice) and payment.tenant = \(school) and payment.status in ('pending', 'unknown')
            """, of: school
        ).first.map { try PaymentWork($0) }
    }

    func payment(_ id: UUID, of school: UUID) async throws -> PaymentWork? {
        try await database.query(
            "\(PaymentWork.columns) where payment.id = \(id) and payment.tenant = \(school)", of: school
        ).first.map { try PaymentWork($0) }
    }

    /// Commits the row of a payment, with its key.
    func begin(
        _ id: UUID, of invoice: UUID, after: Int32, step: Int32, _ run: PaymentRunner.Run, at moment: Date
    ) async throws -> Beginning {
        let answers = try await database.queries(
            [
                .act(as: .job(run.job)),
                """
                select flotilla.begin_payment(\(invoice), \(id), \(after), \(step), \(run.job.uuid), \(moment)) as reason
                """,
                "\(PaymentWork.columns) where payment.id = \(id)",
            ], of: run.school)
        if let row = answers[2].first { return .begun(try PaymentWork(row)) }
        return .refused(reason: try answers[1].first?.decode("reason", as: String?.self) ?? "unknown_invoice")
    }

    func refund(_ id: UUID, of school: UUID) async throws -> RefundWork? {
        try await database.query(
            "\(RefundWork.columns) where refund.id = \(id) and refund.tenant = \(school)", of: school
        ).first.map { try RefundWork($0) }
    }

    /// Those of a payment that may have changed at the gateway.
    func refundsToCheck(of payment: UUID, school: UUID) async throws -> [RefundWork] {
        try await database.query(
            "\(RefundWork.columns) where refund.payment_id = \(payment) and refund.tenant = \(school)", of: school
        ).map { try RefundWork($0) }
    }

    /// Writes statements that cannot wait for the job's result.
    func write(_ statements: [Query], of school: UUID) async throws {
        _ = try await database.queries(statements, of: school)
    }

    static func settling(_ work: PaymentWork, _ state: GatewayState, _ job: JobID, at moment: Date) -> Query {
        """
        select flotilla.settle_payment(\(work.id), \(state.outcome.rawValue), \(state.object), \(state.code), \(state.message),
            \(state.hold?.rawValue), \(job.uuid), \(moment))
        """
    }

    static func asking(_ work: RefundWork, key: String?, _ job: JobID, at moment: Date) -> Query {
        "select flotilla.ask_refund(\(work.id), \(key), \(job.uuid), \(moment))"
    }

    static func settling(_ work: RefundWork, _ state: GatewayState, _ job: JobID, at moment: Date) -> Query {
        """
        select flotilla.settle_refund(\(work.id), \(state.outcome.rawValue), \(state.object), \(state.code),
            \(state.message), \(job.uuid), \(moment))
        """
    }

    /// Asks for a payment of an invoice now, and keeps the caller's answer with that.
    /// - Parameter answer: what to keep under the caller's idempotency key, if anything; not called for a refusal.
    /// - Returns: the job, or why the invoice is not to be paid.
    public func requestPayment(
        of invoice: UUID, school: UUID, recording answer: (JobID) throws -> IdempotencyRecord?
    ) async throws -> Result<JobID, PaymentRefusal> {
        try await jobs.recording(["select job, refusal from flotilla.request_payment(\(invoice))"], of: school) {
            rows in
            guard let row = rows[0].first else { throw PostgresError.unreadable("a payment's job") }
            if let text = try row.decode("refusal", as: String?.self) {
                guard let refusal = PaymentRefusal(rawValue: text) else { throw PostgresError.unreadable("a refusal") }
                return (.failure(refusal), nil)
            }
            let job = JobID(try row.decode("job", as: UUID.self))
            return (.success(job), try answer(job))
        }
    }

    /// Gives payments and refunds that no job carries any more a job again.
    /// - Returns: how many of a step; there may be more.
    func carryOpenPayments(atOnce most: Int32) async throws -> Int64 {
        try await database.query("select flotilla.carry_open_payments(\(most)) as count", as: Self.operators)
            .first?.decode("count", as: Int64.self) ?? 0
    }
}
