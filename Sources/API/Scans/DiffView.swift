import Foundation
import HTTPServer
import Scans

/// What changed between two scans.
enum DiffView {
    static func full(_ diff: ScanDiff) -> JSONValue {
        .object([
            "scan_id": .uuid(diff.after), "against": against(diff),
            "compared": .array(
                diff.before.map { before in
                    .object(["service": .string(before.service), "against": before.scan.map { .uuid($0) } ?? .null])
                }),
            "complete": .bool(diff.gaps.isEmpty),
            "items": .array(diff.items.map(item)),
            "next_cursor": .text(diff.next.map { Cursor.encode([$0.type, $0.region, $0.identifier]) }),
            "not_known": .array(diff.gaps.map(gap)),
        ])
    }

    /// The one scan that all services are compared with; null when there are several.
    private static func against(_ diff: ScanDiff) -> JSONValue {
        let scans = Set(diff.before.compactMap(\.scan))
        return scans.count == 1 ? scans.first.map { .uuid($0) } ?? .null : .null
    }

    private static func item(_ item: ScanDiff.Item) -> JSONValue {
        .object([
            "change": .string(item.change.rawValue), "type": .string(item.type), "region": .string(item.region),
            "identifier": .string(item.identifier), "id": item.id.map { .uuid($0) } ?? .null,
            "columns": .stored(item.columns),
        ])
    }

    private static func gap(_ gap: ScanDiff.Gap) -> JSONValue {
        .object([
            "service": .string(gap.service), "region": .text(gap.region),
            "scan_id": gap.scan.map { .uuid($0) } ?? .null,
            "status": .string(gap.status), "reason": .text(gap.reason),
        ])
    }
}
