import HTTPServer
import Scans

/// How far an answer can be relied on.
enum CompletenessView {
    /// Beside a list of one service.
    static func one(_ completeness: Completeness) -> JSONValue {
        .object([
            "complete": .bool(completeness.isComplete), "service": .string(completeness.service.rawValue),
            "scan_id": completeness.scan.map { .uuid($0) } ?? .null,
            "scan_status": .text(completeness.scanStatus?.rawValue), "scanned_at": .date(completeness.scannedAt),
            "incomplete": .array(
                completeness.gaps.map { gap in
                    .object([
                        "region": .text(gap.region), "status": .string(gap.status), "cause": .text(gap.cause),
                        "whole_list": .bool(gap.isWholeList), "reason": .text(gap.reason),
                        "cloud_account": .text(gap.cloudAccount),
                    ])
                }),
        ])
    }

    /// Beside a list that rests on several services.
    static func several(_ list: [Completeness]) -> JSONValue {
        .object(["complete": .bool(list.allSatisfy(\.isComplete)), "services": .array(list.map(one))])
    }

    /// The table of a scan: a line per service and region.
    static func table(_ scan: Scan) -> JSONValue {
        .array(scan.runs.flatMap(lines))
    }

    private static func lines(_ run: ScanRun) -> [JSONValue] {
        var lines = run.regions.map { JSONValue.object(region($0)) }
        // Where nothing was looked at, and while not everywhere was, that itself is said.
        if run.regions.isEmpty || run.status.isOpen {
            lines.append(
                .object([
                    "service": .string(run.service), "region": .null, "status": .string(run.status.rawValue),
                    "cause": .null, "whole_list": .bool(false), "resources": .integer(0), "calls": .null,
                    "reason": .text(run.error),
                ]))
        }
        return lines
    }

    static func region(_ report: RegionReport) -> JSONObject {
        [
            "service": .string(report.service), "region": .string(report.region),
            "status": .string(report.status.rawValue), "cause": .text(report.cause?.rawValue),
            "whole_list": .bool(report.isWholeList), "resources": .integer(report.resources),
            "calls": .integer(report.calls), "reason": .text(report.reason),
        ]
    }
}
