public import Jobs

/// Compares indicators with the sessions that they are made of; a schedule fires it every night.
public struct RecountIndicators: JobPayload {
    public static let definition = JobDefinition(
        kind: "school.recount", queue: SchoolDomain.queue, timeout: .seconds(600), maxAttempts: 5,
        limits: [.running(1)])

    public init() {}
}
