import Synchronization

/// What a process does again and again and fails at, and since when: its periodic work, claims and results, answers. It is
/// tried again and ends nothing: this is how a failure that lasts is seen.
public final class FailingDuties: Sendable {
    /// Those of this process.
    public static let shared = FailingDuties()

    public struct Failure: Sendable, Hashable {
        /// As in the logs: `offering due jobs`.
        public let duty: String
        /// Since the first turn that failed after one that did not.
        public let lasting: Duration
        /// The last turn's, as logs have it: without values.
        public let error: String

        public init(duty: String, lasting: Duration, error: String) {
            self.duty = duty
            self.lasting = lasting
            self.error = error
        }
    }

    private struct Record {
        let since: ContinuousClock.Instant
        var last: ContinuousClock.Instant
        var error: String
    }

    /// What was not tried for so long says nothing any more.
    private static let memory = Duration.seconds(120)

    private let records = Mutex<[String: Record]>([:])

    public init() {}

    /// - Parameter error: of the turn that ended just now; nil when it went well.
    public func note(
        _ duty: @autoclosure () -> String, _ error: (any Error)?, now: ContinuousClock.Instant = .now
    ) {
        records.withLock { records in
            // While all goes well not even the name is made.
            guard error != nil || !records.isEmpty else { return }
            let duty = duty()
            guard let error else { return records[duty] = nil }
            let text = String("\(error)".prefix(500))
            if let known = records[duty], now - known.last < Self.memory {
                records[duty] = Record(since: known.since, last: now, error: text)
            } else {
                records[duty] = Record(since: now, last: now, error: text)
            }
        }
    }

    /// Those that have failed for so long, by name.
    public func failures(lasting time: Duration, now: ContinuousClock.Instant = .now) -> [Failure] {
        records.withLock { records in
            records.filter { now - $0.value.since >= time && now - $0.value.last < Self.memory }.map { duty, record in
                Failure(duty: duty, lasting: now - record.since, error: record.error)
            }
        }.sorted { $0.duty < $1.duty }
    }
}
