import Foundation
import Jobs
import Stripe

extension PaymentRunner {
    /// As payments: looked up when it may have been executed, and sent under its own key.
    func giveBack(_ id: UUID, _ run: Run) async throws -> JobOutcome {
        guard var work = try await store.refund(id, of: run.school) else {
            return .discarded(JobError(code: "unknown_refund", message: "There is no such refund."))
        }
        if work.status == .succeeded || work.status == .failed {
            return .succeeded(try JobSuccess(Result(work.status.rawValue)))
        }
        guard let gateway else { return withoutKey() }
        var key: String?
        if let asked = work.askedAt {
            let made: [Refund]
            do {
                made = try await gateway.refunds(of: work.intentID, until: run.deadline)
            } catch {
                return try await postpone(work, GatewayState(outcome: .unknown, message: "\(error)"), run)
            }
            if let outcome = outcome(of: work, among: made) { return try await conclude(outcome, work, gateway, run) }
            if now().timeIntervalSince(asked) >= GatewayPace.keyLife { key = work.nextKey }
        }
        try await store.write([BillingStore.asking(work, key: key, run.job, at: now())], of: run.school)
        work = RefundWork(work, key: key)
        let outcome = await gateway.refund(
            work.intentID, amountCents: work.amountCents, idempotencyKey: work.idempotencyKey,
            metadata: ["refund_id": work.metadataID], until: run.deadline)
        return try await conclude(outcome, work, gateway, run)
    }

    /// What an announcement may have changed. Its own job goes on with it otherwise.
    func refresh(_ work: RefundWork, _ gateway: StripeClient, _ run: Run) async throws {
        guard work.askedAt != nil, let made = try? await gateway.refunds(of: work.intentID, until: run.deadline),
            let outcome = outcome(of: work, among: made)
        else { return }
        let state: GatewayState
        switch outcome {
        case .succeeded(let refund): state = GatewayState(outcome: .succeeded, object: refund.id)
        case .failed(let refund): state = .failed(refund)
        default: return
        }
        try await store.write([BillingStore.settling(work, state, run.job, at: now())], of: run.school)
    }

    private func outcome(of work: RefundWork, among refunds: [Refund]) -> RefundOutcome? {
        let own = refunds.filter { $0.metadata["refund_id"] == work.metadataID }
        return (own.first { $0.status == .succeeded } ?? own.first).map { RefundOutcome(of: $0) }
    }

    private func conclude(
        _ outcome: RefundOutcome, _ work: RefundWork, _ gateway: StripeClient, _ run: Run
    ) async throws -> JobOutcome {
        switch outcome {
        case .succeeded(let refund):
            return try settle(work, GatewayState(outcome: .succeeded, object: refund.id), run)
        case .failed(let refund): return try settle(work, .failed(refund), run)
        case .pending(let refund):
            let state = GatewayState(outcome: .pending, object: refund.id, code: "processing")
            return try await postpone(work, state, run, until: now() + GatewayPace.daily)
        case .refused(let refusal) where refusal.isOfKey || refusal.status == 0:
            return try await postpone(
                work, GatewayState(outcome: .pending, code: refusal.code, message: refusal.message), run)
        case .refused(let refusal) where refusal.code == "charge_already_refunded":
            // By hand, in the gateway's own pages.
            return try settle(
                work, GatewayState(outcome: .succeeded, code: refusal.code, message: refusal.message), run)
        case .refused(let refusal):
            return try settle(
                work, GatewayState(outcome: .failed, code: refusal.code, message: refusal.message), run)
        case .wait(let time, let reason):
            let pause = GatewayPace.pause(after: work.checks, wish: time)
            return try await postpone(
                work, GatewayState(outcome: .pending, message: reason), run, until: now() + pause)
        case .unknown(let reason):
            return try await postpone(work, GatewayState(outcome: .unknown, message: reason), run)
        }
    }

    private func settle(_ work: RefundWork, _ state: GatewayState, _ run: Run) throws -> JobOutcome {
        .succeeded(
            try JobSuccess(
                Result(state.outcome.rawValue, reason: state.code),
                effects: [.act(as: .job(run.job)), BillingStore.settling(work, state, run.job, at: now())]))
    }

    private func postpone(
        _ work: RefundWork, _ state: GatewayState, _ run: Run, until date: Date? = nil
    ) async throws -> JobOutcome {
        try await store.write([BillingStore.settling(work, state, run.job, at: now())], of: run.school)
        return .snoozed(
            until: date ?? now() + GatewayPace.pause(after: work.checks),
            reason: state.message ?? "The refund has not ended.")
    }
}

extension GatewayState {
    fileprivate static func failed(_ refund: Refund) -> GatewayState {
        GatewayState(
            outcome: .failed, object: refund.id, code: refund.failureReason ?? refund.status.rawValue,
            message: "The bank did not take it: the money is back in the gateway's balance.")
    }
}

extension RefundWork {
    fileprivate var metadataID: String { id.uuidString.lowercased() }

    fileprivate init(_ work: RefundWork, key: String?) {
        self.init(
            id: work.id, status: work.status, intentID: work.intentID, amountCents: work.amountCents,
            idempotencyKey: key ?? work.idempotencyKey, askedAt: work.askedAt, checks: work.checks)
    }
}
