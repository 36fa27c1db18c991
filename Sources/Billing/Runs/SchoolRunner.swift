import Cryptography
public import Foundation
import Invoices
public import Jobs
import Postgres

/// Runs of `billing.invoice`: computes a school's month, and issues the invoice with the job's result.
public struct SchoolRunner: Sendable {
    private let store: BillingStore
    private let settings: BillingSettings
    private let minter = JobIDMinter()
    private let clock: (@Sendable () -> Date)?

    /// - Parameter now: nil: the servers' clock.
    public init(store: BillingStore, settings: BillingSettings, now: (@Sendable () -> Date)? = nil) {
        self.store = store
        self.settings = settings
        clock = now
    }

    private func now() -> Date { clock?() ?? ServerClock.shared.now }

    public func run(_ payload: BillSchool, of school: UUID, as id: JobID) async throws -> JobOutcome {
        guard let run = try await store.run(payload.runID) else {
            return .discarded(JobError(code: "unknown_run", message: "There is no billing run \(payload.runID)."))
        }
        let basis: BillingBasis
        do {
            basis = try await store.basis(of: run, school: school, zone: settings.timeZone)
        } catch is UnknownSchool {
            return failure(of: run, JobError(code: "unknown_school", message: "There is no such account."))
        }
        if let reason = reasonToSkip(run, basis) { return try skip(run, because: reason) }
        let end = run.period.end(in: basis.zone)
        if !run.isDry, end > now() {
            return .snoozed(until: end, reason: "The month is not over in \(basis.zone.identifier).")
        }
        let draft: InvoiceDraft
        do {
            guard let made = try InvoiceDraft(run, basis, settings.seller, id: minter.mint().uuid, of: school) else {
                return try skip(run, because: "nothing_to_bill")
            }
            draft = made
        } catch let problem as AmountProblem {
            return failure(of: run, JobError(code: problem.code.rawValue, message: "\(problem)"))
        } catch is MissingSeller {
            let message = "FLOTILLA_SELLER_FILE is not set: invoices need a seller."
            return failure(of: run, JobError(code: "no_seller", message: message))
        }
        if run.isDry { return try await preview(draft, run) }
        let issued = try draft.issue(at: clock?(), about: now(), seriesIn: settings.timeZone, until: end)
        return .succeeded(
            try JobSuccess(
                Result(outcome: "invoiced", invoiceID: draft.invoice.id, totalCents: draft.invoice.totals.totalCents),
                effects: [Query.act(as: .job(id)), issued]))
    }

    private func reasonToSkip(_ run: BillingRun, _ basis: BillingBasis) -> String? {
        if run.isDry { return nil }
        if basis.invoice != nil { return "already_invoiced" }
        // It was cancelled for a reason: a run of all schools does not know it.
        if basis.hasCancelled, run.tenants == nil { return "cancelled" }
        return nil
    }

    private func skip(_ run: BillingRun, because reason: String) throws -> JobOutcome {
        .succeeded(
            try JobSuccess(
                Result(outcome: "skipped", reason: reason),
                effects: [BillingStore.outcome("skipped", reason, of: run.id)]))
    }

    /// Another attempt would end the same way.
    private func failure(of run: BillingRun, _ error: JobError) -> JobOutcome {
        .discarded(error, effects: [BillingStore.outcome("failed", error.message, of: run.id)])
    }

    private func preview(_ draft: InvoiceDraft, _ run: BillingRun) async throws -> JobOutcome {
        let before = try await store.amounts(ofMonthBefore: run.period, school: draft.invoice.tenant)
        let preview = InvoicePreview(draft, comparedWith: before)
        return .succeeded(
            try JobSuccess(
                Result(outcome: "invoiced", totalCents: draft.invoice.totals.totalCents),
                effects: [
                    BillingStore.outcome(
                        "invoiced", nil, of: run.id, preview: try JSONText(encoding: preview),
                        total: draft.invoice.totals.totalCents, currency: draft.invoice.currency.code)
                ]))
    }

    private struct Result: Encodable {
        let outcome: String
        var reason: String?
        var invoiceID: UUID?
        var totalCents: Int64?

        private enum CodingKeys: String, CodingKey {
            case outcome, reason
            case invoiceID = "invoice_id"
            case totalCents = "total_cents"
        }
    }
}
