public import Foundation
public import Jobs

/// What every scan job is about: one run, of one service, which the job's kind names. Who asks, and with which secret, is read
/// when it runs.
public struct ScanPayload: PayloadCoding {
    public let runID: UUID
    public let roleARN: String
    /// nil: every region that the account has enabled.
    public let regions: [String]?
    /// How many hours of metrics to read after the scan; nil: none.
    public let metricsHours: Int?

    public init(runID: UUID, roleARN: String, regions: [String]?, metricsHours: Int? = nil) {
        self.runID = runID
        self.roleARN = roleARN
        self.regions = regions
        self.metricsHours = metricsHours
    }

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case roleARN = "role_arn"
        case regions
        case metricsHours = "metrics_hours"
    }
}
