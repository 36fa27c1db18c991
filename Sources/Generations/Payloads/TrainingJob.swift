public import Foundation
public import Jobs

/// Learns recommendations: of its tenant; fired by a schedule, for no tenant, it gives those that need it jobs of their own.
public struct TrainingJob: JobPayload {
    public static let definition = JobDefinition(
        kind: "ai.training", queue: GenerationType.queue, timeout: .seconds(600), maxAttempts: 3,
        backoff: Backoff(base: .seconds(60), cap: .seconds(600)), limits: [.running(1, per: .kind)])

    /// Of a schedule's firing.
    public let scheduledFor: Date?

    public init() { scheduledFor = nil }

    private enum CodingKeys: String, CodingKey {
        case scheduledFor = "scheduled_for"
    }
}
