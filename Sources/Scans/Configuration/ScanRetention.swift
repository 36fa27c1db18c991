import Operations

/// How long scans are kept, what they found, and the points of metrics.
struct ScanRetention {
    let resources: Duration
    let metrics: Duration

    init(_ reader: inout ConfigurationReader) {
        let month = Duration.seconds(30 * 86_400)
        let longest = Duration.seconds(10_000 * 86_400)
        resources = reader.duration(.resourceRetention, in: month...longest)
        metrics = reader.duration(.metricRetention, in: month...longest)
    }
}
