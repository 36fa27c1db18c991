public import Foundation
public import Invoices
public import Jobs

/// One billing of a month: by the schedule, or by hand.
public struct BillingRun: Sendable {
    public let id: UUID
    public let period: BillingMonth
    /// It writes no invoices: it shows what they would be.
    public let isDry: Bool
    /// nil: every school that has something to pay.
    public let tenants: [UUID]?
    public let userID: UUID?
    public let jobID: JobID

    public init(id: UUID, period: BillingMonth, isDry: Bool, tenants: [UUID]?, userID: UUID?, jobID: JobID) {
        self.id = id
        self.period = period
        self.isDry = isDry
        self.tenants = tenants
        self.userID = userID
        self.jobID = jobID
    }
}

/// How far a run has come.
public struct BillingRunState: Sendable {
    public enum Status: String, Sendable, Codable {
        case running, succeeded, failed
    }

    public let run: BillingRun
    public let createdAt: Date
    public let finishedAt: Date?
    /// Why it did not come to every school; nil: it did, or runs.
    public let cutShort: String?
    public let schools: Int
    public let invoiced: Int
    public let skipped: Int
    /// At most `BillingStore.mostFailures`, with why.
    public let failed: [(tenant: UUID, reason: String)]
    public let failures: Int
    /// By currency, of what it invoiced, or would invoice.
    public let totals: [String: Int64]

    public var status: Status {
        guard finishedAt != nil else { return .running }
        return failures == 0 && cutShort == nil ? .succeeded : .failed
    }
}
