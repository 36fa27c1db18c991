import Foundation
import JSON
import Jobs
import School

/// What a session came to.
struct RevisionEndView: Encodable, Sendable {
    let id: UUID
    let status = RevisionSessionView.Status.ended
    /// In per cent; nil: no quiz was taken.
    let score: Int?
    let seconds: Int
    /// Of the path, in per cent.
    let progress: Int
    /// When SM-2 has the step due again; nil: at once.
    let nextAt: Date?
    let endedAt: Date
    /// The request that the professor learns of it; nil: the path has none.
    let jobID: JobID?
    let statusURL: Link

    init(_ end: SessionEnd, next: Date?, job: JobID?) {
        id = end.sessionID
        score = end.score
        seconds = end.seconds
        progress = end.progress
        nextAt = next
        endedAt = end.endedAt
        jobID = job
        statusURL = Link("/revision-sessions/\(end.sessionID.uuidString.lowercased())")
    }
}
