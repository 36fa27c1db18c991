public import Foundation

/// A batch to be made together with its first members: jobs that are watched and cancelled together.
public struct NewBatch: Sendable {
    public let id: UUID
    public let tenant: UUID
    /// For people.
    public let name: String?
    /// The job that runs when all members are settled, however they ended. What came of them is added to its payload as
    /// `batch` (`BatchOutcome`).
    public var callback: NewJob?

    public init(id: UUID, tenant: UUID, name: String? = nil, callback: NewJob? = nil) {
        self.id = id
        self.tenant = tenant
        self.name = name
        var callback = callback
        callback?.isCallback = true
        self.callback = callback
    }
}

/// What the callback of a batch finds in its payload as `batch`.
public struct BatchOutcome: Codable, Sendable, Hashable {
    public let id: UUID
    public let name: String?
    /// Members in all, and by how they ended.
    public let total: Int
    public let succeeded: Int
    public let failed: Int
    public let cancelled: Int

    public init(id: UUID, name: String? = nil, total: Int, succeeded: Int, failed: Int, cancelled: Int) {
        self.id = id
        self.name = name
        self.total = total
        self.succeeded = succeeded
        self.failed = failed
        self.cancelled = cancelled
    }
}

extension [NewJob] {
    /// What is wrong with jobs that follow from a result: asked again, the handler would bring the same.
    package var followUpObjection: JobError? {
        count > Limits.followUps ? .tooManyFollowUps(count) : objection
    }

    /// What is wrong with the payloads of jobs of one transaction, or with how they follow one another and others.
    package var objection: JobError? {
        let parents = reduce(0) { $0 + $1.after.count }
        if parents > Limits.followed { return .tooManyFollowed(parents) }
        for job in self {
            if let objection = JobError.objection(to: job.payload, as: .payload) { return objection }
        }
        return isInOrder ? nil : .wrongOrder
    }

    /// Whether each follows none but earlier ones of the list, or jobs that are not in it: then there is no circle.
    var isInOrder: Bool {
        guard contains(where: { !$0.after.isEmpty }) else { return true }
        var later = Set(map(\.id))
        for job in self {
            if job.after.contains(where: later.contains) { return false }
            later.remove(job.id)
        }
        return true
    }
}
