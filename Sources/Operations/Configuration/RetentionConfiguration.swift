/// How long what scans found is kept, and jobs that are settled.
public struct RetentionConfiguration: Sendable {
    public let resources: Duration
    public let metrics: Duration
    public let jobs: Duration
    public let failedJobs: Duration

    public init(_ reader: inout ConfigurationReader) {
        let month = Duration.seconds(30 * 86_400)
        let longest = Duration.seconds(10_000 * 86_400)
        resources = reader.duration(.resourceRetention, in: month...longest)
        metrics = reader.duration(.metricRetention, in: month...longest)
        jobs = reader.duration(.jobRetention, in: .seconds(86_400)...longest)
        failedJobs = reader.duration(.failedJobRetention, in: .seconds(86_400)...longest)
    }
}
