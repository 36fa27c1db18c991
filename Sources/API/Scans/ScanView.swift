import HTTPServer
import Scans

/// A scan as its tenant sees it.
enum ScanView {
    static func path(of scan: NewScan) -> String { "/scans/\(scan.id.uuidString.lowercased())" }

    static func accepted(_ scan: NewScan) -> JSONValue {
        .object([
            "id": .uuid(scan.id), "status": .string(ScanStatus.inProgress.rawValue),
            "status_url": .string(path(of: scan)),
            "runs": .array(
                scan.runs.map { run in
                    .object([
                        "id": .uuid(run.id), "service": .string(run.service.rawValue),
                        "job_id": .string("\(run.job.id)"), "status": .string(ScanStatus.queued.rawValue),
                    ])
                }),
        ])
    }

    static func full(_ scan: Scan) -> JSONValue {
        .object([
            "id": .uuid(scan.id), "provider": .string(scan.provider),
            "services": .array(scan.services.map { .string($0) }),
            "regions": scan.regions.map { .array($0.map { .string($0) }) } ?? .null,
            "metrics": scan.metricsHours.map { .object(["hours": .integer($0)]) } ?? .bool(false),
            "status": .string(scan.status.rawValue), "created_at": .date(scan.createdAt),
            "total_resources": .integer(scan.runs.reduce(0) { $0 + $1.totalResources }),
            "counts": .object(counts(scan)), "progress": .object(progress(of: scan)),
            "complete": .bool(scan.runs.allSatisfy(\.isComplete)), "completeness": CompletenessView.table(scan),
            "runs": .array(scan.runs.map(run)),
        ])
    }

    /// By regions, each run alike; a run whose regions are not known yet has none done.
    private static func progress(of scan: Scan) -> JSONObject {
        let closed = scan.runs.filter { !$0.status.isOpen }.count
        let done = scan.runs.reduce(0.0) { sum, run in
            guard run.status.isOpen else { return sum + 1 }
            return sum + Double(run.regions.count) / Double(max(1, run.regionsInAll ?? 1, run.regions.count))
        }
        let isCounted = scan.runs.allSatisfy { $0.regionsInAll != nil }
        return [
            "percent": .integer(Int(done * 100 / Double(max(1, scan.runs.count)))),
            "runs": .integer(scan.runs.count), "finished": .integer(closed),
            "regions": isCounted ? .integer(scan.runs.reduce(0) { $0 + ($1.regionsInAll ?? 0) }) : .null,
            "regions_finished": .integer(scan.runs.reduce(0) { $0 + $1.regions.count }),
        ]
    }

    private static func counts(_ scan: Scan) -> JSONObject {
        var counts = JSONObject()
        for status in ScanStatus.allCases {
            counts[status.rawValue] = .integer(scan.runs.filter { $0.status == status }.count)
        }
        return counts
    }

    private static func run(_ run: ScanRun) -> JSONValue {
        .object([
            "id": .uuid(run.id), "service": .string(run.service), "job_id": .string("\(run.jobID)"),
            "status": .string(run.status.rawValue), "total_resources": .integer(run.totalResources),
            "error": .text(run.error), "notice": .text(run.notice),
            "metrics": run.metrics.map(metrics) ?? .null, "scan_timestamp": .date(run.scanTimestamp),
            "started_at": .date(run.startedAt), "finished_at": .date(run.finishedAt),
            "regions": .array(run.regions.map { .object(CompletenessView.region($0)) }),
            "progress": .object([
                "regions": run.regionsInAll.map { .integer($0) } ?? .null, "finished": .integer(run.regions.count),
            ]),
        ])
    }

    private static func metrics(_ report: MetricsReport) -> JSONValue {
        var series = JSONObject()
        for (status, count) in report.series.sorted(by: { $0.key < $1.key }) { series[status] = .integer(count) }
        return .object([
            "status": .string(report.status.rawValue), "job_id": report.job.map { .uuid($0) } ?? .null,
            "from": .date(report.from), "to": .date(report.to),
            "limit": .integer(report.limit), "queries": .integer(report.queries), "calls": .integer(report.calls),
            "resources": .integer(report.resources), "points": .integer(report.points),
            "series": .object(series),
            "reasons": .array(report.reasons.map { .string($0) }),
        ])
    }
}
