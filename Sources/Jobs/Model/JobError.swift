/// Why an attempt did not succeed, as callers see it.
public struct JobError: Error, Sendable, Hashable, Codable {
    /// A word that programs can rely on, such as `timed_out`.
    public let code: String
    /// A sentence for a person; never a secret or another tenant's data.
    public let message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    public static let timedOut = JobError(code: "timed_out", message: "The job ran longer than its time limit.")
    public static let cancelled = JobError(code: "cancelled", message: "The job was cancelled.")
    public static let crashed = JobError(
        code: "crashed", message: "The process that ran the job ended before the job did.")
    public static let crashedAlone = JobError(
        code: "crashed", message: "The job ended the process that ran it, also when it ran there alone.")
    public static let outOfMemory = JobError(
        code: "out_of_memory", message: "The process that ran the job took more memory than it may, and was ended.")
    public static let outOfMemoryAlone = JobError(
        code: "out_of_memory",
        message: "The job took more memory than the process that ran it may, also when it ran there alone.")
    public static let payloadTooLarge = JobError(
        code: "payload_too_large",
        message: "The payload has more bytes, once its numbers are written out, than a worker takes in.")
    public static let lost = JobError(
        code: "worker_lost", message: "The worker that ran the job was not heard of for the length of a lease.")
    public static let expired = JobError(
        code: "expired", message: "The job was not started before the time after which it is not worth running.")

    public static func tooManyFollowUps(_ count: Int) -> JobError {
        JobError(
            code: "too_many_follow_ups",
            message: "\(count) jobs follow from the result; \(Limits.followUps) are allowed.")
    }

    public static func tooManyFollowed(_ count: Int) -> JobError {
        JobError(
            code: "too_many_followed",
            message: "The jobs name \(count) others that they follow; \(Limits.followed) are allowed.")
    }

    public static let wrongOrder = JobError(
        code: "wrong_order", message: "A job waits for itself, or for a later one of the same list.")

    public static func unknownKind(_ kind: JobKind) -> JobError {
        JobError(code: "unknown_kind", message: "No worker of this version knows jobs of the kind \(kind).")
    }

    public static func undecodable(_ reason: String) -> JobError {
        JobError(code: "undecodable", message: "The payload does not have the shape of its kind: \(reason)")
    }
}
