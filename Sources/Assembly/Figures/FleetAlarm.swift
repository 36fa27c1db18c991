import Operations

/// Something that is not well.
public struct FleetAlarm: Encodable, Sendable, Hashable {
    public enum Severity: String, Encodable, Sendable {
        /// Something is not done.
        case trouble
        /// Work goes on, in another way or with a risk.
        case attention
    }

    public let severity: Severity
    public let code: String
    public let problem: String
    public let advice: String

    init(_ severity: Severity, _ diagnosis: Diagnosis) {
        self.severity = severity
        code = diagnosis.code
        problem = diagnosis.problem
        advice = diagnosis.advice
    }

    init(_ severity: Severity, _ code: String, _ problem: String, advice: String) {
        self.init(severity, Diagnosis(code, problem, advice: advice))
    }
}
