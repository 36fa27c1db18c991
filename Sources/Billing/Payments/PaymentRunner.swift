public import Foundation
import Invoices
public import Jobs
import Postgres
public import Stripe

/// Runs of `billing.payment`. The ledger's row, with the key that the gateway knows it by, is committed before the gateway is
/// asked, and what came of it commits with the job's result. What may have been executed is looked up; it is sent again under
/// its own key or not at all.
public struct PaymentRunner: Sendable {
    /// The run of one job.
    struct Run: Sendable {
        let school: UUID
        let job: JobID
        /// Calls are over by then.
        let deadline: ContinuousClock.Instant
    }

    /// A call ends so long before the job's time limit, so that its outcome is still written.
    private static let margin = Duration.seconds(15)

    let store: BillingStore
    let gateway: StripeClient?
    let now: @Sendable () -> Date
    private let minter = JobIDMinter()

    /// - Parameters:
    ///   - gateway: nil: nothing is charged.
    ///   - now: nil: the servers' clock.
    public init(store: BillingStore, gateway: StripeClient?, now: (@Sendable () -> Date)? = nil) {
        self.store = store
        self.gateway = gateway
        self.now = now ?? { ServerClock.shared.now }
    }

    /// - Parameter deadline: of the job's attempt.
    public func run(
        _ payload: CollectPayment, of school: UUID, as id: JobID, by deadline: ContinuousClock.Instant
    ) async throws -> JobOutcome {
        let run = Run(school: school, job: id, deadline: deadline - Self.margin)
        if let refund = payload.refundID { return try await giveBack(refund, run) }
        if let payment = payload.paymentID { return try await lookUp(payment, announced: payload.intentID, run) }
        guard let invoice = payload.invoiceID else {
            return .discarded(JobError(code: "no_subject", message: "The payload names no invoice, payment or refund."))
        }
        return try await collect(invoice, payload, run)
    }

    private func collect(_ invoice: UUID, _ payload: CollectPayment, _ run: Run) async throws -> JobOutcome {
        if let open = try await store.openPayment(of: invoice, school: run.school) {
            guard let gateway else { return withoutKey() }
            if let outcome = try await lookUp(open, gateway, run) { return outcome }
        }
        guard let gateway else {
            return .succeeded(
                try JobSuccess(Result("not_charged", reason: "STRIPE_API_KEY is not set: nothing is charged.")))
        }
        switch try await store.begin(
            minter.mint().uuid, of: invoice, after: payload.after ?? 0, step: payload.step ?? 0, run, at: now())
        {
        case .refused(let reason): return .succeeded(try JobSuccess(Result("not_charged", reason: reason)))
        case .begun(let work):
            // Within the life of a key the gateway itself knows what was charged under it by a ledger that was lost.
            let age = now().timeIntervalSince(work.invoiceIssuedAt)
            if age >= GatewayPace.keyLife, let outcome = try await lookUp(work, gateway, run) { return outcome }
            return try await ask(work, gateway, run)
        }
    }

    /// Asks for the payment under its key, as often as that takes within the life of the key.
    private func ask(_ work: PaymentWork, _ gateway: StripeClient, _ run: Run) async throws -> JobOutcome {
        let outcome = await gateway.createPayment(
            work.payment, idempotencyKey: work.idempotencyKey, until: run.deadline)
        return try await conclude(outcome, work, run)
    }

    /// A payment that was announced, or that no job carries any more. It is never asked for under a new key here.
    private func lookUp(_ id: UUID, announced: String?, _ run: Run) async throws -> JobOutcome {
        guard let work = try await store.payment(id, of: run.school) else {
            return .discarded(JobError(code: "unknown_payment", message: "There is no such payment."))
        }
        guard let gateway else { return withoutKey() }
        for refund in try await store.refundsToCheck(of: id, school: run.school) {
            try await refresh(refund, gateway, run)
        }
        if work.status == .succeeded { return .succeeded(try JobSuccess(Result("succeeded", work))) }
        return try await lookUp(work, announced: announced, gateway, run)
            ?? .succeeded(try JobSuccess(Result("not_executed", work)))
    }

    /// - Parameter announced: the gateway's id of it, where the ledger has none.
    /// - Returns: nil when it was never executed, which is written then: another one may begin.
    private func lookUp(
        _ work: PaymentWork, announced: String? = nil, _ gateway: StripeClient, _ run: Run
    ) async throws -> JobOutcome? {
        let found: PaymentIntent?
        do {
            found = try await intent(of: work, announced: announced, gateway, run)
        } catch let error as StripeError {
            return try await postpone(work, GatewayState(outcome: .unknown, message: "\(error)"), run)
        }
        if let found { return try await conclude(PaymentOutcome(of: found, for: work.payment), work, run) }
        // A failed one that the gateway does not know stays failed.
        guard work.isOpen else { return .succeeded(try JobSuccess(Result(work.status.rawValue, work))) }
        let age = now().timeIntervalSince(work.createdAt)
        switch work.invoiceStatus {
        case .pending, .paymentFailed:
            if age < GatewayPace.keyLife { return try await ask(work, gateway, run) }
        case .paid, .cancelled:
            // Nothing is sent any more; what was sent may still arrive.
            if age < GatewayPace.mayArrive {
                return try await postpone(
                    work, GatewayState(outcome: .unknown, message: "It may still be executed."), run)
            }
        }
        try await store.write([BillingStore.settling(work, .notExecuted, run.job, at: now())], of: run.school)
        return nil
    }

    /// The gateway's own record of a payment: by its id, or among all of the customer since the invoice. nil when there is none.
    private func intent(
        of work: PaymentWork, announced: String?, _ gateway: StripeClient, _ run: Run
    ) async throws -> PaymentIntent? {
        if let id = work.intentID { return try await gateway.payment(id, until: run.deadline) }
        if let announced {
            let intent = try await gateway.payment(announced, until: run.deadline)
            if intent.paymentID == work.payment.metadata["payment_id"] { return intent }
        }
        let since = min(work.createdAt, work.invoiceIssuedAt) - 3600
        let all = try await gateway.payments(of: work.payment.customer, since: since, until: run.deadline)
        let own = all.filter { $0.paymentID == work.payment.metadata["payment_id"] }
        if let intent = own.first(where: { $0.status == .succeeded }) ?? own.first { return intent }
        return try await lostIntent(of: work, among: all)
    }

    /// Money for the same invoice that the gateway has and the ledger does not: the ledger was restored to a time before that.
    private func lostIntent(of work: PaymentWork, among all: [PaymentIntent]) async throws -> PaymentIntent? {
        let taken = all.filter {
            ($0.status == .succeeded || $0.status == .processing) && work.payment.difference(from: $0) == nil
        }
        if taken.isEmpty { return nil }
        let known = try await store.entries(of: taken)
        return taken.first { intent in !known.contains { $0.id == intent.ownID || $0.intentID == intent.id } }
    }

    private func conclude(_ outcome: PaymentOutcome, _ work: PaymentWork, _ run: Run) async throws -> JobOutcome {
        switch outcome {
        case .succeeded(let intent): return try settle(work, GatewayState(outcome: .succeeded, object: intent.id), run)
        case .processing(let intent):
            let state = GatewayState(
                outcome: .pending, object: intent.id, code: "processing", message: "The bank takes days for it.")
            return try await postpone(work, state, run, until: now() + GatewayPace.daily)
        case .actionRequired(let intent, let code):
            let text = "The bank wants the card's holder to confirm the payment."
            let state = GatewayState(
                outcome: .failed, object: intent?.id, code: code, message: text, hold: .actionRequired)
            return try settle(work, state, run)
        case .declined(let decline):
            let state = GatewayState(
                outcome: .failed, object: decline.paymentIntentID, code: decline.declineCode ?? decline.code,
                message: decline.message, hold: decline.isHard ? .hard : nil)
            return try settle(work, state, run)
        case .refused(let refusal) where refusal.isOfKey || refusal.status == 0:
            return try await postpone(
                work, GatewayState(outcome: .pending, code: refusal.code, message: refusal.message), run)
        case .refused(let refusal):
            return try settle(
                work,
                GatewayState(outcome: .failed, code: refusal.code, message: refusal.message, hold: .refused), run)
        case .wait(let time, let reason):
            let state = GatewayState(outcome: .pending, message: reason)
            let pause = GatewayPace.pause(after: work.checks, wish: time)
            return try await postpone(work, state, run, until: now() + pause)
        case .unknown(let reason):
            return try await postpone(work, GatewayState(outcome: .unknown, message: reason), run)
        }
    }

    private func settle(_ work: PaymentWork, _ state: GatewayState, _ run: Run) throws -> JobOutcome {
        .succeeded(
            try JobSuccess(
                Result(state.outcome.rawValue, work, reason: state.code),
                effects: [Query.act(as: .job(run.job)), BillingStore.settling(work, state, run.job, at: now())]))
    }

    /// It has not ended: the ledger has that now, and the job comes again.
    private func postpone(
        _ work: PaymentWork, _ state: GatewayState, _ run: Run, until date: Date? = nil
    ) async throws -> JobOutcome {
        try await store.write([BillingStore.settling(work, state, run.job, at: now())], of: run.school)
        return .snoozed(
            until: date ?? now() + GatewayPace.pause(after: work.checks),
            reason: state.message ?? "The payment has not ended.")
    }

    func withoutKey() -> JobOutcome {
        .snoozed(
            until: now() + 3600, reason: "STRIPE_API_KEY is not set: what was begun cannot be looked up at the gateway."
        )
    }

    /// Of the job.
    struct Result: Encodable {
        let outcome: String
        let paymentID: UUID?
        let reason: String?

        init(_ outcome: String, _ work: PaymentWork? = nil, reason: String? = nil) {
            self.outcome = outcome
            paymentID = work?.id
            self.reason = reason
        }

        private enum CodingKeys: String, CodingKey {
            case outcome, reason
            case paymentID = "payment_id"
        }
    }
}
