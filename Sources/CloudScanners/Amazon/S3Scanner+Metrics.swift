import AWS

extension S3Scanner: MetricsReader {
    /// Sizes are measured for each class of storage, and requests where the account pays for a filter: which of them a
    /// bucket has is asked first, so that nothing is billed for what does not exist.
    func readMetrics(
        _ request: MetricsRequest, until deadline: ContinuousClock.Instant
    ) async throws -> MetricsReading {
        let cloudWatch = CloudWatch(client: scanning.client)
        let metrics = AWSMetrics(scanning: scanning, kind: S3Bucket.kind) { targets, region, scope, context in
            async let sizes = cloudWatch.listMetrics("BucketSizeBytes", of: "AWS/S3", in: region, context)
            let requests = await cloudWatch.listMetrics("AllRequests", of: "AWS/S3", in: region, context)
            let (classes, filters) = (await BucketMetrics(sizes, "StorageType"), BucketMetrics(requests, "FilterId"))
            return targets.flatMap { target in
                [
                    Self.sizes(target, classes), Self.objects(target),
                    Self.requests(target, filters, scope.period),
                ]
            }
        }
        return try await metrics.read(request, until: deadline)
    }

    private static let day = 86_400

    private static func sizes(_ target: MetricTarget, _ classes: BucketMetrics) -> MetricPlan {
        let names = classes.values(target.identifier)
        return MetricPlan(
            target: target, name: .sizeBytes, period: day,
            source: "AWS/S3 BucketSizeBytes, sum of \(names.count) storage classes",
            queries: names.map { query(target, "BucketSizeBytes", "StorageType", $0, .average, day) },
            absence: names.isEmpty ? "CloudWatch has no size of this bucket; new and empty ones have none." : nil,
            failure: classes.failure(target.identifier))
    }

    private static func objects(_ target: MetricTarget) -> MetricPlan {
        MetricPlan(
            target: target, name: .objectCount, period: day, source: "AWS/S3 NumberOfObjects",
            queries: [query(target, "NumberOfObjects", "StorageType", "AllStorageTypes", .average, day)])
    }

    /// Filters overlap, so that one is reported and not their sum: that of the whole bucket where there is one.
    private static func requests(_ target: MetricTarget, _ filters: BucketMetrics, _ period: Int) -> MetricPlan {
        let names = filters.values(target.identifier)
        let filter = names.first { $0 == "EntireBucket" } ?? names.first
        return MetricPlan(
            target: target, name: .requests, period: period,
            source: "AWS/S3 AllRequests\(filter.map { ", filter \($0)" } ?? "")",
            queries: filter.map { [query(target, "AllRequests", "FilterId", $0, .sum, period)] } ?? [],
            absence: filter == nil ? "The account has no request metrics for this bucket." : nil,
            failure: filters.failure(target.identifier))
    }

    private static func query(
        _ target: MetricTarget, _ metric: String, _ dimension: String, _ value: String,
        _ statistic: MetricQuery.Statistic, _ period: Int
    ) -> MetricQuery {
        MetricQuery(
            namespace: "AWS/S3", name: metric,
            dimensions: [.init("BucketName", target.identifier), .init(dimension, value)], statistic: statistic,
            period: period)
    }
}

/// Which values of a dimension a region's buckets have.
private struct BucketMetrics: Sendable {
    private var byBucket: [String: Set<String>] = [:]
    /// Then nothing is known of any bucket.
    private let failure: AWSError?
    /// Then a bucket that is not listed may have some.
    private let gap: AWSError?

    init(_ listing: Listing<ListedMetric>, _ dimension: String) {
        (failure, gap) = (listing.failure, listing.gap)
        for metric in listing.elements {
            guard let bucket = metric.value("BucketName"), let value = metric.value(dimension) else { continue }
            byBucket[bucket, default: []].insert(value)
        }
    }

    /// Why nothing is known of a bucket; nil when something is.
    func failure(_ bucket: String) -> AWSError? { failure ?? (byBucket[bucket] == nil ? gap : nil) }

    func values(_ bucket: String) -> [String] { failure == nil ? (byBucket[bucket] ?? []).sorted() : [] }
}
