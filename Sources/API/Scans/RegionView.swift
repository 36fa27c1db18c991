import CloudScanners
import HTTPServer
import Scans

/// What was read in a region: a line of a scan's table.
struct RegionView: Encodable, Sendable {
    let service: String
    let region: String?
    let status: String
    let cause: String?
    let wholeList: Bool
    let resources: Int
    let calls: Int?
    let reason: String?

    init(_ report: RegionOutcome) {
        service = report.service
        region = report.region
        status = report.status.rawValue
        cause = report.cause?.rawValue
        wholeList = report.isWholeList
        resources = report.resources
        calls = report.calls
        reason = report.reason
    }

    /// Of a run itself, where nothing was looked at or not everywhere yet.
    private init(_ run: ScanRun) {
        service = run.service
        region = nil
        status = run.status.rawValue
        cause = nil
        wholeList = false
        resources = 0
        calls = nil
        reason = run.error
    }

    /// A line for each service and region.
    static func table(_ scan: Scan) -> [RegionView] {
        scan.runs.flatMap { run in
            let lines = run.regions.map { RegionView($0) }
            return run.regions.isEmpty || run.status.isOpen ? lines + [RegionView(run)] : lines
        }
    }
}
