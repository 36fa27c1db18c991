public import CloudScanners
public import Foundation
public import Jobs

/// A scan as its tenant sees it.
public struct Scan: Sendable {
    public let id: UUID
    public let provider: String
    public let services: [String]
    public let regions: [String]?
    /// How many hours of metrics its runs read; nil: none.
    public let metricsHours: Int?
    public let createdAt: Date
    public let runs: [ScanRun]

    /// In progress while any run is open, success when all are, else an error.
    public var status: ScanStatus {
        if runs.contains(where: { $0.status.isOpen }) { return .inProgress }
        return runs.allSatisfy { $0.status == .success } ? .success : .error
    }
}

/// One service of a scan: the receipt.
public struct ScanRun: Sendable {
    public let id: UUID
    public let service: String
    public let jobID: JobID
    public let status: ScanStatus
    /// The cloud's own id of the account; nil until the receipt is there.
    public let cloudAccount: String?
    public let scanTimestamp: Date
    public let totalResources: Int
    public let error: String?
    /// What is not known although the run succeeded.
    public let notice: String?
    /// What became of the metrics; nil when they were not asked for, and until the receipt is there.
    public let metrics: MetricsReport?
    /// How the look at each region ended; of a run that is open, those that are done.
    public let regions: [RegionOutcome]
    /// How many regions there are; nil while that is not known.
    public let regionsInAll: Int?
    public let startedAt: Date?
    public let finishedAt: Date?

    /// The job that is still to read the metrics.
    var readingJob: JobID? { metrics?.status == .pending ? metrics?.job.map { JobID($0) } : nil }

    public var isComplete: Bool { status == .success && regions.allSatisfy { $0.status == .ok } }
}

/// Where a run is; the raw values are what callers see.
public enum ScanStatus: String, Sendable, CaseIterable {
    case queued
    case inProgress = "in_progress"
    case success
    case error
    case cancelled

    public var isOpen: Bool { self == .queued || self == .inProgress }
}
