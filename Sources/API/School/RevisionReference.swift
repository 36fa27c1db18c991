import Foundation
import JSON
import Jobs
import School

/// A session that has begun.
struct RevisionReference: Encodable, Sendable {
    let id: UUID
    let learningPathID: UUID
    let step: Int
    let status = RevisionSessionView.Status.open
    let statusURL: Link
}
