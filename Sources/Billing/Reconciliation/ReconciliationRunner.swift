public import Foundation
public import Jobs
import Postgres
public import Stripe

/// Runs of `billing.reconciliation`: every payment and refund of the last days, on both sides. What differs is written down until
/// it agrees; what the gateway has and the ledger does not is looked up at once.
public struct ReconciliationRunner: Sendable {
    private static let days: TimeInterval = 3 * 86_400
    /// What is younger may be under way.
    private static let underWay: TimeInterval = 15 * 60

    private let store: BillingStore
    private let gateway: StripeClient?
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - gateway: nil: there is nothing to compare with.
    ///   - now: nil: the servers' clock.
    public init(store: BillingStore, gateway: StripeClient?, now: (@Sendable () -> Date)? = nil) {
        self.store = store
        self.gateway = gateway
        self.now = now ?? { ServerClock.shared.now }
    }

    /// - Parameter deadline: of the job's attempt.
    public func run(by deadline: ContinuousClock.Instant) async throws -> JobOutcome {
        guard let gateway else { return .succeeded(try JobSuccess(Report(payments: 0, differences: 0))) }
        let deadline = deadline - .seconds(10)
        let moment = now()
        let (from, end) = (moment - Self.days, moment - Self.underWay)
        var found: [GatewayDifference] = []
        var seen: Set<UUID> = []
        var count = 0
        do {
            try await gateway.allPayments(createdFrom: from, to: end, until: deadline) { page in
                count += page.count
                let entries = try await store.entries(of: page)
                for intent in page {
                    guard let entry = entries.first(where: { $0.id == intent.ownID || $0.intentID == intent.id }) else {
                        if let missing = Self.missing(intent) { found.append(missing) }
                        continue
                    }
                    seen.insert(entry.id)
                    if let difference = entry.difference(from: intent) { found.append(difference) }
                }
            }
            try await gateway.allRefunds(createdFrom: from, to: end, until: deadline) { page in
                found += try await byHand(page)
            }
        } catch let error as StripeError {
            return .retry(JobError(code: "gateway", message: "\(error)"))
        }
        // A day's clocks may differ a little.
        for entry in try await store.taken(from: from + 600, to: end - 600) where !seen.contains(entry.id) {
            found.append(
                GatewayDifference(
                    kind: .missingAtGateway, subject: entry.intentID ?? "\(entry.id)", tenant: entry.tenant,
                    paymentID: entry.id, detail: "The ledger has it as taken; the gateway's list does not have it."))
        }
        let agreed = try await agreed(beside: found, gateway, until: deadline)
        return .succeeded(
            try JobSuccess(
                Report(payments: count, differences: found.count),
                effects: try BillingStore.noting(found, agreed: agreed, at: moment)))
    }

    /// A payment that says it is ours, and is not in the ledger. What others take by the same account is none of ours.
    private static func missing(_ intent: PaymentIntent) -> GatewayDifference? {
        guard intent.paymentID != nil || intent.invoiceID != nil, intent.status == .succeeded else { return nil }
        return GatewayDifference(
            kind: .missingInLedger, subject: intent.id,
            detail: "The gateway has taken \(intent.amountCents) \(intent.currency), which the ledger does not know.")
    }

    /// Refunds of our payments that the ledger has no refund for.
    private func byHand(_ refunds: [Refund]) async throws -> [GatewayDifference] {
        let intents = refunds.compactMap(\.paymentIntentID)
        let entries = try await store.entries(ofIntents: intents)
        return refunds.compactMap { refund in
            guard refund.status != .failed, refund.status != .canceled,
                let entry = entries.first(where: { $0.intentID == refund.paymentIntentID }), !entry.isRefunded
            else { return nil }
            return GatewayDifference(
                kind: .refund, subject: refund.id, tenant: entry.tenant, paymentID: entry.id,
                detail:
                    "The gateway gave back \(refund.amountCents) \(refund.currency), which the ledger does not know.")
        }
    }

    /// Open differences that were not found again: those of the last days have ended, older ones are looked at one by one.
    private func agreed(
        beside found: [GatewayDifference], _ gateway: StripeClient, until deadline: ContinuousClock.Instant
    ) async throws -> [UUID] {
        let again = Set(found.map { "\($0.kind.rawValue) \($0.subject)" })
        var agreed: [UUID] = []
        for open in try await store.openDifferences() where !again.contains("\(open.kind) \(open.subject)") {
            guard open.kind == "status" || open.kind == "amount" else {
                if open.isRecent(at: now(), within: Self.days) { agreed.append(open.id) }
                continue
            }
            // A row that cannot be read now stays open.
            guard let intent = try? await gateway.payment(open.subject, until: deadline),
                let entry = try await store.entries(ofIntents: [intent.id]).first
            else { continue }
            if entry.difference(from: intent) == nil { agreed.append(open.id) }
        }
        return agreed
    }

    /// The result.
    private struct Report: Encodable {
        let payments: Int
        let differences: Int
    }
}

extension PaymentIntent {
    /// The ledger's id of it, where it is one of ours.
    var ownID: UUID? { paymentID.flatMap { UUID(uuidString: $0) } }
}
