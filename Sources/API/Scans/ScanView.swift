import Foundation
import HTTPServer
import JSON
import Scans
import Schemas

/// A scan as its tenant sees it.
struct ScanView: Encodable, Sendable {
    let id: UUID
    let provider: String
    let services: [String]
    let regions: [String]?
    let metrics: Metrics
    let status: String
    let createdAt: Date
    let totalResources: Int
    let counts: [String: Int]
    let progress: Progress
    let complete: Bool
    let completeness: [RegionView]
    let runs: [ScanRunView]

    init(_ scan: Scan) {
        id = scan.id
        provider = scan.provider
        services = scan.services
        regions = scan.regions
        metrics = Metrics(hours: scan.metricsHours)
        status = scan.status.rawValue
        createdAt = scan.createdAt
        totalResources = scan.runs.reduce(0) { $0 + $1.totalResources }
        counts = Dictionary(
            ScanStatus.allCases.map { status in (status.rawValue, scan.runs.filter { $0.status == status }.count) }
        ) { $1 }
        progress = Progress(scan)
        complete = scan.runs.allSatisfy(\.isComplete)
        completeness = RegionView.table(scan)
        runs = scan.runs.map { ScanRunView($0) }
    }

    /// What was asked for: `{"hours": …}`, or `false` for none.
    struct Metrics: Encodable, Sendable {
        let hours: Int?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if let hours { try container.encode(["hours": hours]) } else { try container.encode(false) }
        }
    }

    /// By regions, each run alike; a run whose regions are not known yet has none done.
    struct Progress: Encodable, Sendable {
        let percent: Int
        let runs: Int
        let finished: Int
        let regions: Int?
        let regionsFinished: Int

        init(_ scan: Scan) {
            let done = scan.runs.reduce(0.0) { sum, run in
                guard run.status.isOpen else { return sum + 1 }
                return sum + Double(run.regions.count) / Double(max(1, run.regionsInAll ?? 1, run.regions.count))
            }
            percent = Int(done * 100 / Double(max(1, scan.runs.count)))
            runs = scan.runs.count
            finished = scan.runs.filter { !$0.status.isOpen }.count
            let isCounted = scan.runs.allSatisfy { $0.regionsInAll != nil }
            regions = isCounted ? scan.runs.reduce(0) { $0 + ($1.regionsInAll ?? 0) } : nil
            regionsFinished = scan.runs.reduce(0) { $0 + $1.regions.count }
        }
    }

    /// One that was accepted just now.
    struct Reference: Encodable, Sendable {
        let id: UUID
        let status = ScanStatus.inProgress.rawValue
        let statusURL: Link
        let runs: [Run]

        init(_ scan: NewScan) {
            id = scan.id
            statusURL = Link("/scans/\(scan.id.uuidString.lowercased())")
            runs = scan.runs.map { Run(id: $0.id, service: $0.service, jobID: "\($0.job.id)") }
        }

        struct Run: Encodable, Sendable {
            let id: UUID
            let service: ScanService
            let jobID: String
            let status = ScanStatus.queued.rawValue
        }
    }
}

extension ScanView.Metrics: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .any(of: [.counts("hours"), .boolean])
    }
}
