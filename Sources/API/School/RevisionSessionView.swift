import Foundation
import JSON
import Jobs
import School

/// A revision session, as its pupil, the professor of its path and the school see it.
struct RevisionSessionView: Encodable, Sendable {
    let id: UUID
    let learningPathID: UUID
    let step: Int
    let studentID: UUID
    let status: Status
    let startedAt: Date
    let endedAt: Date?
    let seconds: Int?
    let score: Int?
    let progress: Int?
    /// For the pupil without what is right, until the session has ended.
    let quiz: JSONValue?
    let marks: JSONValue?
    let questions: [Question]

    enum Status: String, Encodable, CaseIterable { case open, ended }

    struct Question: Encodable, Sendable {
        /// Of the generation that answers it.
        let id: UUID
        let jobID: JobID
        let statusURL: Link
        let text: String
        let complexity: QuestionComplexity
        let status: RevisionQuestion.Status
        let answer: String?
        let citations: JSONValue
        let error: String?
        let askedAt: Date
        let answeredAt: Date?
    }

    init(_ session: RevisionSession, for reader: SchoolReader) {
        id = session.id
        learningPathID = session.pathID
        step = session.step
        studentID = session.studentID
        status = session.endedAt == nil ? .open : .ended
        startedAt = session.startedAt
        endedAt = session.endedAt
        seconds = session.seconds
        score = session.score
        progress = session.progress
        marks = session.marks
        var hidesAnswers = false
        if case .student = reader { hidesAnswers = session.endedAt == nil }
        quiz = hidesAnswers ? session.quiz.map { Self.withoutAnswers($0) } : session.quiz
        questions = session.questions.map { question in
            Question(
                id: question.generationID, jobID: question.jobID,
                statusURL: Link("/generations/\(question.generationID.uuidString.lowercased())"), text: question.text,
                complexity: question.complexity, status: question.status, answer: question.answer,
                citations: question.citations, error: question.error, askedAt: question.askedAt,
                answeredAt: question.answeredAt)
        }
    }

    /// What a pupil needs to answer, and nothing else: a member that a later quiz has is not shown by accident.
    private static func withoutAnswers(_ quiz: JSONValue) -> JSONValue {
        let shown = ["id", "kind", "question", "choices"]
        let questions = (quiz["questions"]?.arrayValue ?? []).map { question in
            var members = JSONObject()
            for name in shown { members[name] = question[name] }
            return JSONValue.object(members)
        }
        return .object(["questions": .array(questions)])
    }
}
