public import CloudScanners
public import Foundation
import Postgres
public import Storage

extension ResourceType {
    public static let s3Bucket = ResourceType(
        "s3_bucket", of: .s3, in: "flotilla.s3_buckets", identity: "bucket_name",
        details: ResourceColumn.known("is_public", .boolean) + ResourceColumn.known("is_encrypted", .boolean)
            + [ResourceColumn("encryption_algorithm", .text)] + ResourceColumn.known("versioning_enabled", .boolean)
            + ResourceColumn.known("total_size_gb", .number)
            + [ResourceColumn("creation_time", .time), ResourceColumn("tags", .tags)],
        metrics: MetricTable(
            "flotilla.s3_performance",
            [
                Metric("requests", .requests, unit: "count", .sum), Metric("size", .sizeBytes, unit: "bytes", .average),
                Metric("objects", .objectCount, unit: "count", .average),
            ]))
}

/// One row of `s3_buckets`.
public struct S3BucketRecord: ResourceRecord {
    public static let type = ResourceType.s3Bucket

    public let region: String
    public let bucketName: String
    public var isPublic: Known<Bool>
    public var isEncrypted: Known<Bool>
    /// `AES256`, `aws:kms`, …; nil when there is none or it is unknown.
    public var encryptionAlgorithm: String?
    public var versioningEnabled: Known<Bool>
    /// Why the size is not known: a scan leaves it to its metrics.
    private var sizeReason = "The cloud gives sizes with its metrics, which were not asked for."
    public var creationTime: Date?
    /// A JSON object of strings.
    public var tags: [UInt8]

    public var identifier: String { bucketName }
    public mutating func markMetricsMissing(_ report: MetricsReport) { sizeReason = report.sizeAbsence }

    public init(
        region: String, bucketName: String, isPublic: Known<Bool>, isEncrypted: Known<Bool>,
        encryptionAlgorithm: String? = nil, versioningEnabled: Known<Bool>, creationTime: Date? = nil,
        tags: [UInt8] = Array("{}".utf8)
    ) {
        self.region = region
        self.bucketName = bucketName
        self.isPublic = isPublic
        self.isEncrypted = isEncrypted
        self.encryptionAlgorithm = encryptionAlgorithm
        self.versioningEnabled = versioningEnabled
        self.creationTime = creationTime
        self.tags = tags
    }

    public static func columns(of records: [Self]) -> [any ColumnValues] {
        [
            records.map(\.isPublic.value), records.map(\.isPublic.reason), records.map(\.isEncrypted.value),
            records.map(\.isEncrypted.reason), records.map(\.encryptionAlgorithm),
            records.map(\.versioningEnabled.value), records.map(\.versioningEnabled.reason),
            records.map { _ in nil as Double? }, records.map(\.sizeReason), records.map(\.creationTime),
            records.map { JSONText($0.tags) },
        ]
    }
}
