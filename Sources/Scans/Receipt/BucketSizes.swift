import CloudScanners
import Foundation
import Postgres

/// How large a run's buckets are: what the latest point of each says, or why it is not known.
struct BucketSizes {
    private let sizes: [MetricSeries]

    init(_ series: [MetricSeries]) {
        sizes = series.filter { $0.name == .sizeBytes }
    }

    func update(by receipt: MetricsResultWriter) -> Query {
        let gibibytes = sizes.map { $0.points.last.map { $0.value / Double(1 << 30) } }
        return """
            update flotilla.s3_buckets seen set total_size_gb = reported.size,
                total_size_gb_reason = case
                    when reported.size is null then coalesce(reported.reason, \(receipt.report.sizeAbsence)) end
            from flotilla.s3_buckets own
                left join unnest(\(sizes.map(\.regionName)), \(sizes.map(\.identifier)), \(gibibytes),
                    \(sizes.map(\.reason))) as reported(region, bucket_name, size, reason)
                    on reported.region = own.region and reported.bucket_name = own.bucket_name
            where own.scan_run_id = \(receipt.runID) and own.scan_timestamp = \(receipt.runTimestamp)
                and seen.scan_run_id = own.scan_run_id and seen.scan_timestamp = own.scan_timestamp
                and seen.region = own.region and seen.bucket_name = own.bucket_name and \(receipt.isWanted)
            """
    }
}
