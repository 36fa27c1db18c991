/// What became of a job whose run was ended from outside its executor.
public struct EndedJob: Sendable, Hashable {
    public let claim: Claim
    public let status: JobStatus
    /// How the dispatcher should hear of it again; nil when it is settled.
    public let offer: Offer?

    public init(claim: Claim, status: JobStatus, offer: Offer?) {
        self.claim = claim
        self.status = status
        self.offer = offer
    }
}
