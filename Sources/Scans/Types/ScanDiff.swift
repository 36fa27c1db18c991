public import Foundation

/// What changed from one scan to another, or from the latest ones before of each service.
public struct ScanDiff: Sendable {
    /// One resource that is not the same in both.
    public struct Item: Sendable {
        public enum Change: String, Sendable {
            case appeared, gone, changed
            /// One of the scans does not know how it is there.
            case notKnown = "not_known"
        }

        public let change: Change
        public let type: String
        public let region: String
        public let identifier: String
        /// Nil for rows of a program version that knew no identities.
        public let id: UUID?
        /// JSON: per column `before`, `after`, and `known`, which is false when one of them is not.
        public let columns: [UInt8]
    }

    /// A region of a service that one of the scans did not read completely.
    public struct Gap: Sendable {
        public let service: String
        public let region: String?
        /// Nil when there is none to compare with.
        public let scan: UUID?
        public let status: String
        public let reason: String?
    }

    /// For each service of the scan, in its order, what it was compared with; nil when there is nothing before.
    public let before: [(service: String, scan: UUID?)]
    public let after: UUID
    public let items: [Item]
    public let next: DiffCursor?
    /// Where nothing can be said: what seems to have appeared or gone there is `not_known`.
    public let gaps: [Gap]
}

/// A place in a list of changes.
public struct DiffCursor: Sendable, Hashable {
    public let type: String
    public let region: String
    public let identifier: String

    public init(type: String, region: String, identifier: String) {
        self.type = type
        self.region = region
        self.identifier = identifier
    }
}
