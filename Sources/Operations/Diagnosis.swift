/// What is wrong with something that a program depends on, in words for the person who operates it: the same in
/// `/readyz`, `flotilla doctor`, a job's `why`, the logs and the metrics.
public struct Diagnosis: Error, Sendable, Hashable, CustomStringConvertible {
    /// One of a closed set, for programs and as a metric's label: `redis_read_only`.
    public let code: String
    /// What is wrong, a sentence without an address, a name of a user or a secret.
    public let problem: String
    /// What to do about it, a sentence.
    public let advice: String

    public init(_ code: String, _ problem: String, advice: String) {
        self.code = code
        self.problem = problem
        self.advice = advice
    }

    public var description: String { "\(problem) \(advice)" }
}
