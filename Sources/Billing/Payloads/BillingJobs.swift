public import Foundation
public import Jobs

/// Bills a month: gives each school a job of its own; called back when they have ended, it closes the run. A schedule fires
/// it without a run: then it makes one.
public struct BillMonth: JobPayload {
    public static let definition = JobDefinition(
        kind: "billing.month", queue: BillingQueue.name, timeout: .seconds(120), maxAttempts: 20)

    /// nil: fired by a schedule.
    public let runID: UUID?
    /// The time of a schedule's firing: the month before it is billed.
    public let scheduledFor: Date?
    /// Of a callback: what came of the schools' jobs.
    public let batch: BatchOutcome?

    public init(runID: UUID) {
        self.runID = runID
        (scheduledFor, batch) = (nil, nil)
    }

    private enum CodingKeys: String, CodingKey {
        case batch
        case runID = "run_id"
        case scheduledFor = "scheduled_for"
    }
}

/// Bills the month of a run to one school, the job's tenant.
public struct BillSchool: JobPayload {
    public static let definition = JobDefinition(
        kind: "billing.invoice", queue: BillingQueue.name, timeout: .seconds(120), maxAttempts: 20,
        // One after the other: the second run of a month finds what the first has made.
        limits: [.running(1, per: .tenant)])

    public let runID: UUID

    public init(runID: UUID) { self.runID = runID }

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
    }
}

enum BillingQueue {
    static let name: QueueName = "billing"
}
