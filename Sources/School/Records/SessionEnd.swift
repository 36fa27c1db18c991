public import Foundation
public import JSON

/// What a session comes to when it ends at a moment.
public struct SessionEnd: Sendable, Hashable {
    public let sessionID: UUID
    public let endedAt: Date
    public let seconds: Int
    /// Of the quiz, in per cent; nil: it was not taken.
    public let score: Int?
    /// Of the path, in per cent.
    public let progress: Int
    public let marks: JSONValue?

    /// - Parameters:
    ///   - past: the pupil's ended sessions of the path, without this one.
    ///   - result: of the quiz; nil: it was not taken.
    public init(
        _ session: RevisionSession, in path: LearningPath, past: [PastSession], result: QuizResult?, at moment: Date
    ) {
        sessionID = session.id
        endedAt = moment
        seconds = max(0, Int(exactly: moment.timeIntervalSince(session.startedAt).rounded(.down)) ?? 0)
        score = result?.score
        marks = result?.marks
        let own = PastSession(step: session.step, endedAt: moment, score: result?.score)
        progress = RevisionRules(path, past: past + [own]).progress
    }
}
