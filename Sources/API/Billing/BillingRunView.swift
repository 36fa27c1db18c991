import Billing
import Foundation
import HTTPServer
import Invoices
import JSON
import Jobs

/// A run as operators see it.
struct BillingRunView: Encodable, Sendable {
    let id: UUID
    let period: BillingMonth
    let dryRun: Bool
    let status: BillingRunState.Status
    let jobID: JobID
    let tenants: [UUID]?
    let schools: Int
    let invoiced: Int
    let skipped: Int
    /// The first of them.
    let failed: [Failure]
    let failures: Int
    /// Why it did not come to every school.
    @OmittedWhenNil var cutShort: String?
    /// nil where several currencies were invoiced: `totals` has them.
    let totalCents: Int64?
    let totals: [Total]
    let createdAt: Date
    let finishedAt: Date?
    /// What would be, of a dry run.
    @OmittedWhenNil var invoices: [Preview]?

    struct Failure: Encodable, Sendable {
        let tenant: UUID
        let reason: String
    }

    struct Total: Encodable, Sendable {
        let currency: String
        let cents: Int64
    }

    struct Preview: Encodable, Sendable {
        let invoice: InvoiceView
        let warnings: [String]
        /// Beside the month before.
        let change: InvoiceComparison
    }

    init(_ state: BillingRunState, _ previews: [InvoicePreview] = []) {
        id = state.run.id
        period = state.run.period
        dryRun = state.run.isDry
        status = state.status
        jobID = state.run.jobID
        tenants = state.run.tenants
        schools = state.schools
        invoiced = state.invoiced
        skipped = state.skipped
        failed = state.failed.map { Failure(tenant: $0.tenant, reason: $0.reason) }
        failures = state.failures
        cutShort = state.cutShort
        totals = state.totals.sorted { $0.key < $1.key }.map { Total(currency: $0.key, cents: $0.value) }
        totalCents = totals.count > 1 ? nil : totals.first?.cents ?? 0
        createdAt = state.createdAt
        finishedAt = state.finishedAt
        if state.run.isDry {
            invoices = previews.map {
                Preview(
                    invoice: InvoiceView($0.invoice, payments: []), warnings: $0.warnings.map(\.message),
                    change: $0.change)
            }
        }
    }

    /// What was accepted.
    struct Reference: Encodable, Sendable {
        let id: UUID
        let period: BillingMonth
        let jobID: JobID
        let statusURL: Link

        init(_ run: BillingRun) {
            id = run.id
            period = run.period
            jobID = run.jobID
            statusURL = Link("/billing/runs/\(run.id.uuidString.lowercased())")
        }
    }
}
