/// The members of a batch and which follows which.
public enum BatchGraph: Sendable {
    /// Of a batch that is small enough: job by job.
    case jobs([Node], [Edge])
    /// Of a larger one: kind by kind, of the members that were looked at.
    case kinds([Group], [Bond], isComplete: Bool)

    /// Members that are shown one by one.
    public static let mostNodes = 300
    /// Members that are looked at.
    public static let mostExamined = 10_000

    public struct Node: Sendable, Hashable {
        public let id: JobID
        public let kind: JobKind
        public let status: JobStatus

        public init(id: JobID, kind: JobKind, status: JobStatus) {
            self.id = id
            self.kind = kind
            self.status = status
        }
    }

    /// `child` follows `parent`, which may be no member.
    public struct Edge: Sendable, Hashable {
        public let parent: JobID
        public let child: JobID
        /// How the parent ended when it counted; nil before.
        public let outcome: JobStatus?

        public init(parent: JobID, child: JobID, outcome: JobStatus?) {
            self.parent = parent
            self.child = child
            self.outcome = outcome
        }
    }

    public struct Group: Sendable, Hashable {
        public let kind: JobKind
        public let counts: [JobStatus: Int]

        public init(kind: JobKind, counts: [JobStatus: Int]) {
            self.kind = kind
            self.counts = counts
        }
    }

    /// So many jobs of one kind follow jobs of another.
    public struct Bond: Sendable, Hashable {
        public let parent: JobKind
        public let child: JobKind
        public let count: Int

        public init(parent: JobKind, child: JobKind, count: Int) {
            self.parent = parent
            self.child = child
            self.count = count
        }
    }
}
