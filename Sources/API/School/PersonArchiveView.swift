import Foundation
import JSON
import Jobs
import School

/// An archive of one person.
struct PersonArchiveView: Encodable, Sendable {
    let id: UUID
    let userID: UUID
    let status: Status
    let bytes: Int?
    /// Tables of which it does not hold every row.
    let incomplete: [String]
    let createdAt: Date
    let madeAt: Date?
    let expiresAt: Date
    let archiveURL: Link?

    enum Status: String, Encodable { case preparing, ready, failed }

    /// What was asked for.
    struct Reference: Encodable, Sendable {
        let id: UUID
        let jobID: JobID
        let status = Status.preparing
        let statusURL: Link

        init(id: UUID, jobID: JobID) {
            self.id = id
            self.jobID = jobID
            statusURL = Link("/exports/\(id.uuidString.lowercased())")
        }
    }

    init(_ archive: PersonArchive, _ status: Status) {
        id = archive.id
        userID = archive.userID
        self.status = status
        bytes = archive.bytes
        incomplete = archive.incomplete
        createdAt = archive.createdAt
        madeAt = archive.madeAt
        expiresAt = archive.expiresAt
        archiveURL = status == .ready ? Link("/exports/\(archive.id.uuidString.lowercased())/archive") : nil
    }
}
