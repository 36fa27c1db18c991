import Foundation
import Jobs

/// The options by which commands choose jobs.
enum FilterArguments {
    static let options: [CommandOption] = [
        .value("status", "S", "jobs of one status", of: JobStatus.allCases.map(\.rawValue)),
        .value("kind", "K", "jobs of one kind"), .value("queue", "Q", "jobs of one queue"),
        .value("tenant", "ID", "jobs of one account"),
        .value("created-after", "T", "jobs that are younger than a time such as 2026-11-01T09:00:00Z"),
        .value("created-before", "T", "jobs that are older than a time"),
        .value("error-code", "C", "jobs whose last error has this code"),
    ]
    static let synopsis =
        "[--status S] [--kind K] [--queue Q] [--tenant ID] [--created-after T] [--created-before T] [--error-code C]"

    /// - Parameter statuses: those that make sense here.
    static func filter(
        _ arguments: CommandArguments, statuses: some Collection<JobStatus> = JobStatus.allCases
    ) throws -> JobFilter {
        var filter = JobFilter()
        filter.status = try read(arguments, "status", statuses.map(\.rawValue).sorted().joined(separator: ", ")) {
            text in
            statuses.first { $0.rawValue == text }
        }
        filter.kind = arguments.value("kind").map(JobKind.init(rawValue:))
        filter.queue = arguments.value("queue").map(QueueName.init(rawValue:))
        filter.tenant = try read(arguments, "tenant", "a UUID") { UUID(uuidString: $0) }
        filter.createdBefore = try read(arguments, "created-before", time) { try? Date($0, strategy: .iso8601) }
        filter.createdAfter = try read(arguments, "created-after", time) { try? Date($0, strategy: .iso8601) }
        filter.errorCode = arguments.value("error-code")
        return filter
    }

    private static let time = "a time such as 2026-11-01T09:00:00Z"

    private static func read<Value>(
        _ arguments: CommandArguments, _ name: String, _ expected: String, _ parse: (String) -> Value?
    ) throws -> Value? {
        guard let text = arguments.value(name) else { return nil }
        guard let value = parse(text) else { throw UsageMistake(message: "--\(name) should be \(expected)") }
        return value
    }
}
