/// How long what scans found is kept.
public struct RetentionConfiguration: Sendable {
    public let resources: Duration
    public let metrics: Duration

    public init(_ reader: inout ConfigurationReader) {
        let month = Duration.seconds(30 * 86_400)
        let longest = Duration.seconds(10_000 * 86_400)
        resources = reader.duration(.resourceRetention, in: month...longest)
        metrics = reader.duration(.metricRetention, in: month...longest)
    }
}
