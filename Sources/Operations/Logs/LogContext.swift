public import Foundation

/// What ties the lines of one request or of one run of a job together: set around its work, it is in every line that is
/// logged there.
public struct LogContext: Sendable, Hashable {
    /// What knows the ids of its work, and makes a context of them when a line is logged: most work logs nothing.
    public protocol Source: Sendable {
        var logContext: LogContext { get }
    }

    /// A run of a job.
    public struct Run: Sendable, Hashable {
        public let jobID: UUID
        public let kind: String
        /// 1 for the first.
        public let attempt: Int

        public init(jobID: UUID, kind: String, attempt: Int) {
            self.jobID = jobID
            self.kind = kind
            self.attempt = attempt
        }
    }

    public var requestID: String?
    /// The 32 hexadecimal digits of a W3C trace id.
    public var traceID: String?
    public var run: Run?

    public init(requestID: String? = nil, traceID: String? = nil, run: Run? = nil) {
        self.requestID = requestID
        self.traceID = traceID
        self.run = run
    }

    @TaskLocal private static var source: (any Source)?

    /// Of the work that the caller is a part of.
    public static var current: LogContext { source?.logContext ?? LogContext() }

    /// What is logged in `body` carries the ids of `source`.
    public static func with<Value>(_ source: some Source, _ body: () throws -> Value) rethrows -> Value {
        try $source.withValue(source, operation: body)
    }

    /// What is logged in `body` carries the ids of `source`.
    public static func with<Value>(
        _ source: some Source, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async rethrows -> Value {
        try await $source.withValue(source, operation: body, isolation: isolation)
    }

    /// The names and values that it adds to a line.
    var fields: [(name: String, value: LogValue)] {
        var fields: [(name: String, value: LogValue)] = []
        if let requestID { fields.append(("request_id", .string(requestID))) }
        if let traceID { fields.append(("trace_id", .string(traceID))) }
        if let run {
            fields.append(("job_id", .string(run.jobID.uuidString.lowercased())))
            fields.append(("kind", .string(run.kind)))
            fields.append(("attempt", .integer(run.attempt)))
        }
        return fields
    }
}

extension LogContext: LogContext.Source {
    public var logContext: LogContext { self }
}
