import Foundation

/// A job as the dispatcher knows it: who it is for and in which order it runs, nothing of what it is about.
public struct Offer: Sendable, Hashable {
    public let id: JobID
    public let queue: QueueName
    public let tenant: UUID
    public let lane: Lane
    public let priority: Int
    /// nil: ready now.
    public let runAt: Date?

    public init(id: JobID, queue: QueueName, tenant: UUID, lane: Lane, priority: Int, runAt: Date?) {
        self.id = id
        self.queue = queue
        self.tenant = tenant
        self.lane = lane
        self.priority = priority
        self.runAt = runAt
    }

    /// How long until it is ready, by PostgreSQL's clock; zero for now.
    public var wait: Duration {
        runAt.map { max(.zero, .seconds($0.timeIntervalSince(ServerClock.shared.now))) } ?? .zero
    }

    /// Whether to offer it to the dispatcher now; the Enqueuer offers what comes due later when its time is near.
    public var isNear: Bool { wait <= Limits.horizon }
}

/// The jobs of a tenant that wait in one line because the same limits hold for them: a kind, and the limit key
/// when there is one. The key is the caller's word, so only its hash leaves the database.
public struct Lane: Sendable, Hashable {
    /// `kind` or `kind#hash`.
    public let name: String

    public init(kind: JobKind, limitKey: String?) {
        if let limitKey {
            name = "\(kind.rawValue)#\(String(Self.hash(limitKey), radix: 16))"
        } else {
            name = kind.rawValue
        }
    }

    /// Takes a name that this type made.
    public init(name: String) { self.name = name }

    public var kind: JobKind {
        guard let end = name.utf8.firstIndex(of: UInt8(ascii: "#")) else { return JobKind(rawValue: name) }
        return JobKind(rawValue: String(name[..<end]))
    }

    /// FNV-1a, 64 bits: stable over processes and versions, unlike `Hasher`.
    /// Source: draft-eastlake-fnv-17, section 2.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
