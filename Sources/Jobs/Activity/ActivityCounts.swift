public import Foundation
import Synchronization

/// What happened to jobs in this process and was not written down yet. Adding to it takes a short lock and waits for nothing.
public final class ActivityCounts: Sendable {
    /// Those of this process.
    public static let shared = ActivityCounts()

    public struct Key: Sendable, Hashable {
        public let minute: Date
        public let queue: QueueName
        public let kind: JobKind

        public init(minute: Date, queue: QueueName, kind: JobKind) {
            self.minute = minute
            self.queue = queue
            self.kind = kind
        }
    }

    public struct Contents: Sendable {
        public var counts: [Key: ActivityCount] = [:]
        public var errors: [ErrorGroup.Key: ErrorGroup] = [:]

        public init() {}

        public var isEmpty: Bool { counts.isEmpty && errors.isEmpty }
    }

    /// While nothing can be written, what comes beyond these is left out.
    private static let mostCounts = 5000
    private static let mostErrors = 500

    private let contents = Mutex(Contents())

    public init() {}

    /// - Parameter change: of the count of this minute.
    public func count(_ queue: QueueName, _ kind: JobKind, _ change: (inout ActivityCount) -> Void) {
        let key = Key(minute: Self.minute(of: ServerClock.shared.now), queue: queue, kind: kind)
        contents.withLock { contents in
            guard contents.counts[key] != nil || contents.counts.count < Self.mostCounts else { return }
            change(&contents.counts[key, default: ActivityCount()])
        }
    }

    /// Notes an attempt that failed.
    public func failed(_ id: JobID, _ kind: JobKind, _ error: JobError, isLast: Bool) {
        let now = ServerClock.shared.now
        let group = ErrorGroup(attempts: 1, failed: isLast ? 1 : 0, firstSeenAt: now, lastSeenAt: now, sample: id)
        let key = ErrorGroup.Key(kind, error)
        contents.withLock { $0.add(group, to: key, upTo: Self.mostErrors) }
    }

    /// Everything that was noted, which is forgotten here.
    public func take() -> Contents {
        contents.withLock { contents in
            defer { contents = Contents() }
            return contents
        }
    }

    /// Takes back what could not be written.
    public func putBack(_ old: Contents) {
        contents.withLock { contents in
            for (key, count) in old.counts
            where contents.counts[key] != nil || contents.counts.count < Self.mostCounts {
                contents.counts[key, default: ActivityCount()].add(count)
            }
            for (key, group) in old.errors { contents.add(group, to: key, upTo: Self.mostErrors) }
        }
    }

    private static func minute(of date: Date) -> Date {
        Date(timeIntervalSince1970: (date.timeIntervalSince1970 / 60).rounded(.down) * 60)
    }
}

extension ActivityCounts.Contents {
    fileprivate mutating func add(_ group: ErrorGroup, to key: ErrorGroup.Key, upTo most: Int) {
        if errors[key] != nil {
            errors[key]?.add(group)
        } else if errors.count < most {
            errors[key] = group
        }
    }
}
