public import Foundation

/// Whether a pupil may begin to revise a step: pure, over what was read.
public struct RevisionRules: Sendable {
    private let path: LearningPath
    private let past: [PastSession]

    /// - Parameter past: the pupil's in this path, in the order of their ends.
    public init(_ path: LearningPath, past: [PastSession]) {
        self.path = path
        self.past = past
    }

    /// - Throws: the rule that forbids it.
    public func check(step: Int, at moment: Date) throws(SchoolRefusal) {
        guard path.status == .validated else { throw .pathNotValidated(path.status) }
        guard path.steps.contains(where: { $0.number == step }) else { throw .unknownStep(step, of: path.steps.count) }
        if let before = path.steps.first(where: { $0.number < step && !isPassed($0.number) }) {
            throw .stepClosed(step, before: before.number)
        }
        if let due = SpacedRepetition(past.filter { $0.step == step }).dueAt, due > moment {
            throw .tooEarly(step, due: due)
        }
    }

    /// A step is passed by one session with a score that passes, or without a score where it has no quiz.
    public func isPassed(_ step: Int) -> Bool {
        let hasQuiz = path.steps.contains { $0.number == step && $0.quiz != nil }
        return past.contains { session in
            session.step == step && (session.score.map { SpacedRepetition.passes($0) } ?? !hasQuiz)
        }
    }

    /// Per cent of the steps that are passed.
    public var progress: Int {
        path.steps.isEmpty ? 0 : path.steps.count { isPassed($0.number) } * 100 / path.steps.count
    }
}
