import Contracts
import Foundation
import Postgres

extension ScanStore {
    /// Of a page of scans that are not announced, marks those that are over, and enqueues what announces them in the same
    /// transaction. Any process may do it at any time.
    /// - Returns: where the next page begins, nil at the end; and how many were announced. A cancelled one is not.
    func announceFinished(after place: UUID?, page: Int) async throws -> (next: UUID?, announced: Int) {
        let kind = NotificationRequest.definition.kind.rawValue
        let rows = try await database.query(
            """
            select next, announced from flotilla.announce_scans(\(kind), \(place as UUID?), \(Int32(clamping: page)))
            """, as: "flotilla_dispatcher")
        guard let row = rows.first else { return (nil, 0) }
        return (try row.decode("next", as: UUID?.self), Int(try row.decode("announced", as: Int64.self)))
    }
}
