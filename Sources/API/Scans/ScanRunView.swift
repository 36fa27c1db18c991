import Foundation
import HTTPServer
import Scans

/// The run of a scan that looks at one service.
struct ScanRunView: Encodable, Sendable {
    let id: UUID
    let service: String
    let jobID: String
    let status: String
    let totalResources: Int
    let error: String?
    let notice: String?
    let metrics: MetricsView?
    let scanTimestamp: Date
    let startedAt: Date?
    let finishedAt: Date?
    let regions: [RegionView]
    let progress: Progress

    struct Progress: Encodable, Sendable {
        let regions: Int?
        let finished: Int
    }

    init(_ run: ScanRun) {
        id = run.id
        service = run.service
        jobID = "\(run.jobID)"
        status = run.status.rawValue
        totalResources = run.totalResources
        error = run.error
        notice = run.notice
        metrics = run.metrics.map { MetricsView($0) }
        scanTimestamp = run.scanTimestamp
        startedAt = run.startedAt
        finishedAt = run.finishedAt
        regions = run.regions.map { RegionView($0) }
        progress = Progress(regions: run.regionsInAll, finished: run.regions.count)
    }
}

/// What became of the metrics of a run.
struct MetricsView: Encodable, Sendable {
    let status: String
    let jobID: UUID?
    let from: Date
    let to: Date
    let limit: Int
    let queries: Int
    let calls: Int
    let resources: Int
    let points: Int
    let series: [String: Int]
    let reasons: [String]

    init(_ report: MetricsReport) {
        status = report.status.rawValue
        jobID = report.job
        from = report.from
        to = report.to
        limit = report.limit
        queries = report.queries
        calls = report.calls
        resources = report.resources
        points = report.points
        series = report.series
        reasons = report.reasons
    }
}
