import Foundation
import School

/// A revision session in a list: `GET /revision-sessions/{id}` has its questions and the quiz.
struct SessionSummaryView: Encodable, Sendable {
    let id: UUID
    let learningPathID: UUID
    let learningPathName: String
    let step: Int
    let studentID: UUID
    let studentName: String
    let status: RevisionSessionView.Status
    let startedAt: Date
    let endedAt: Date?
    let seconds: Int?
    let score: Int?
    let progress: Int?
    /// How many.
    let questions: Int

    init(_ session: SessionSummary) {
        id = session.id
        learningPathID = session.pathID
        learningPathName = session.pathName
        step = session.step
        studentID = session.studentID
        studentName = session.studentName
        status = session.endedAt == nil ? .open : .ended
        startedAt = session.startedAt
        endedAt = session.endedAt
        seconds = session.seconds
        score = session.score
        progress = session.progress
        questions = session.questions
    }
}
