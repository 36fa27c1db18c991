public import Jobs

/// Runs the jobs of one kind.
///
/// A handler runs on a thread of its own slot: it may compute, block and wait as long as its time limit allows without
/// delaying other jobs. It is asked to stop by the cancellation of its task; a handler that ignores this is ended with its
/// process.
public protocol JobHandler<Payload>: Sendable {
    associatedtype Payload: PayloadCoding

    /// The kind that it runs. A handler whose payload is a `JobPayload` has its kind; one that runs several kinds of the
    /// same payload is registered once for each.
    var definition: JobDefinition { get }

    /// - Throws: whatever went wrong; it counts as an error that is worth a retry. To say something else, return
    ///   another outcome. Callers read the text of a `JobError`; that of any other error is for the worker's log.
    func run(_ payload: Payload, in context: JobContext) async throws -> JobOutcome
}

extension JobHandler where Payload: JobPayload {
    public var definition: JobDefinition { Payload.definition }
}
