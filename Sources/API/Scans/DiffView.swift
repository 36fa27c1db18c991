import Foundation
import HTTPServer
import JSON
import Scans

/// What changed between two scans: a page.
struct DiffView: Encodable, Sendable {
    let scanID: UUID
    /// The one scan that all services are compared with; nil when there are several.
    let against: UUID?
    let compared: [Compared]
    let complete: Bool
    let items: [Item]
    let nextCursor: String?
    let notKnown: [Gap]

    struct Compared: Encodable, Sendable {
        let service: String
        let against: UUID?
    }

    struct Item: Encodable, Sendable {
        let change: String
        let type: String
        let region: String
        let identifier: String
        let id: UUID?
        let columns: RawJSON
    }

    struct Gap: Encodable, Sendable {
        let service: String
        let region: String?
        let scanID: UUID?
        let status: String
        let reason: String?
    }

    init(_ diff: ScanDiff) {
        let scans = Set(diff.before.compactMap(\.scan))
        scanID = diff.after
        against = scans.count == 1 ? scans.first : nil
        compared = diff.before.map { Compared(service: $0.service, against: $0.scan) }
        complete = diff.gaps.isEmpty
        items = diff.items.map { item in
            Item(
                change: item.change.rawValue, type: item.type, region: item.region, identifier: item.identifier,
                id: item.id, columns: RawJSON(item.columns))
        }
        nextCursor = diff.next.map { Cursor.encode([$0.type, $0.region, $0.identifier]) }
        notKnown = diff.gaps.map { gap in
            Gap(service: gap.service, region: gap.region, scanID: gap.scan, status: gap.status, reason: gap.reason)
        }
    }
}
