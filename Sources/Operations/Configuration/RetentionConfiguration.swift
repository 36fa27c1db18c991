/// How long settled jobs are kept, and what operators did.
public struct RetentionConfiguration: Sendable {
    public let jobs: Duration
    public let failedJobs: Duration
    public let audit: Duration

    public init(_ reader: inout ConfigurationReader) {
        let longest = Duration.seconds(10_000 * 86_400)
        jobs = reader.duration(.jobRetention, in: .seconds(86_400)...longest)
        failedJobs = reader.duration(.failedJobRetention, in: .seconds(86_400)...longest)
        audit = reader.duration(.auditRetention, in: .seconds(86_400)...longest)
    }
}
