public import Jobs

/// What can be asked of a model.
public enum GenerationType: String, Sendable, Hashable, CaseIterable, Codable {
    case learningPath = "learning_path"
    case context
    case answer
    case quiz
    case quizEvaluation = "quiz_evaluation"
    case recommendation

    static let queue: QueueName = "ai"

    /// The kind of its jobs.
    public var definition: JobDefinition { Self.definition(rawValue, limits: limits) }

    /// Few at a time for a tenant. A limit is a kind's own: together they are one less than a worker has slots, so that a tenant
    /// that asks for everything at once leaves the others one. Answers are what a class waits for: more of
    /// them than `Scripts/model_server.py` writes at once, so that it does not wait for the next.
    private var limits: [JobLimit] { [.running(self == .answer ? 4 : 1, per: .tenant), .running(8, per: .key)] }

    static func definition(_ name: String, limits: [JobLimit]) -> JobDefinition {
        JobDefinition(
            kind: JobKind(rawValue: "ai.\(name)"), queue: queue, timeout: .seconds(600), maxAttempts: 5,
            backoff: Backoff(base: .seconds(5), cap: .seconds(300)), limits: limits)
    }
}
