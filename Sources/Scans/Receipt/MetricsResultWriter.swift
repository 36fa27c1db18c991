public import CloudScanners
public import Foundation
public import Jobs
import Postgres
import Storage

/// What the reading of a run's metrics gave, as effects that commit with its job's result. They write nothing when that
/// job is not needed any more: the run was deleted, or was repeated and its metrics are another job's.
public struct MetricsResultWriter: Sendable {
    let runID: UUID
    let runTimestamp: Date
    let job: UUID
    let account: UUID
    let service: ScanService
    let cloudAccount: String
    /// When the reading began.
    let timestamp: Date
    let report: MetricsReport
    private let series: [MetricSeries]

    /// - Parameters:
    ///   - report: how the reading of the requested metrics ended.
    ///   - series: of the run's resources.
    public init(
        _ requested: RequestedMetrics, job: JobID, account: UUID, timestamp: Date, report: MetricsReport,
        series: [MetricSeries] = []
    ) {
        runID = requested.runID
        runTimestamp = requested.runTimestamp
        self.job = job.uuid
        self.account = account
        service = requested.service
        cloudAccount = requested.cloudAccount
        self.timestamp = timestamp
        self.report = report
        self.series = series
    }

    public func effects() throws -> [any Effect] {
        // First, because its lock makes a concurrent deletion of the run wait.
        var effects: [Query] = [
            "update flotilla.scan_runs set metrics = \(try JSONText(encoding: report)) where \(isWaiting)"
        ]
        for type in service.resourceTypes {
            let own = series.filter { $0.kind == type.name }
            if let points = MetricPoints(own, of: type) { effects.append(points.insertion(by: self)) }
            if let readings = MetricReadings(own, of: type) { effects.append(readings.insertion(by: self)) }
            if type == .s3Bucket { effects.append(BucketSizes(own).update(by: self)) }
        }
        return effects
    }

    private var isWaiting: Query { "id = \(runID) and (metrics ->> 'job')::uuid = \(job)" }

    /// Condition on an alias of `resources`: the run's account, while this job's result is still wanted.
    func names(_ known: String, of type: ResourceType) -> Query {
        """
        \(unescaped: known).account = \(account) and \(unescaped: known).type = \(type.name)
            and \(unescaped: known).cloud_account = \(cloudAccount)
            and \(unescaped: known).provider = \(service.provider.rawValue) and \(isWanted)
        """
    }

    var isWanted: Query { "exists (select from flotilla.scan_runs where \(isWaiting))" }
}
