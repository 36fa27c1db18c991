/// A job as another one's relation.
public struct RelatedJob: Sendable, Hashable {
    public let id: JobID
    /// nil when the job is gone.
    public let kind: JobKind?
    public let status: JobStatus?
    /// How the one that is followed ended when it counted for the other; nil before.
    public let outcome: JobStatus?

    public init(id: JobID, kind: JobKind?, status: JobStatus?, outcome: JobStatus?) {
        self.id = id
        self.kind = kind
        self.status = status
        self.outcome = outcome
    }
}
