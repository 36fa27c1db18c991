public import Foundation
public import Jobs

/// Reads the metrics of what a run found. What is wanted stands in the run's row: who deletes the run, or looks again,
/// takes it back.
public struct ReadMetrics: JobPayload {
    public static let definition = JobDefinition(
        kind: "scan.aws.metrics", queue: "scan", timeout: .seconds(60), maxAttempts: 3)

    public let runID: UUID

    public init(runID: UUID) { self.runID = runID }

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
    }
}
