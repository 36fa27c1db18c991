/// When the claim of a job is written, and what it survives.
public enum ClaimMode: Sendable, Hashable {
    /// Before the handler is entered, and it survives a crash of the database.
    case durable
    /// Before the handler is entered. One that is lost in a crash of the database leaves a queued job.
    case relaxed
    /// Only once the job has run for a second. Until then its row says that it was never claimed, the dispatcher's lease
    /// keeps it from others, and its result counts only if the row still says so.
    case deferred
}
