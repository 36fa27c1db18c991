import Foundation
import Jobs
import Postgres

/// A dispatcher that needs nothing but the store: it takes jobs where they are. It is safe, serves the tenants in turn and
/// within a tenant by priority, then age, as far as it has read; it says nothing of slot-time and promises no latency.
///
/// What it reads is only a hint. The taking statement locks the rows, passes by those that others have locked, and marks
/// the rest as running: any number of processes may take at once.
public actor PostgresBroker {
    struct View: Hashable {
        let queue: QueueName
        let kinds: [JobKind]
    }

    /// A take whose outcome is unknown: its rows may be running although no worker has them.
    struct Doubt {
        let ids: [JobID]
        let tokens: [Int64]
        let until: ContinuousClock.Instant
    }

    /// Ids that one statement tries: some may be gone by then, and a statement for each would be slow.
    static let mostTried = 256
    /// After this time, what was found is taken.
    static let patience = Duration.milliseconds(100)
    /// Between looks of a worker that found nothing.
    static let poll = Duration.milliseconds(150)
    /// How long a line that a limit blocks is left alone.
    static let barred = Duration.milliseconds(200)
    /// What is put back for longer waits for its time in its row.
    static let longestPause = Duration.seconds(10)
    static let mostPostponed = 10_000
    /// Beyond it no statement is left that could still commit: the server's own limit is shorter.
    static let doubt = Duration.seconds(60)

    let store: PostgresJobStore
    var surveys: [View: OpenJobCursor] = [:]
    var doubts: [Doubt] = []
    /// Ready jobs that were put back for a while, and until when: their rows say nothing of it.
    var snoozed: [JobID: (offer: Offer, until: ContinuousClock.Instant)] = [:]

    public init(store: PostgresJobStore) {
        self.store = store
    }

    /// Reads until enough is known, everything was read, or the patience is over.
    func look(_ view: View, for count: Int) async throws {
        var survey = surveys[view] ?? OpenJobCursor()
        let isDue = survey.shouldLook(now: .now)
        surveys[view] = survey
        if isDue { try await readNew(view) }
        let end = ContinuousClock.now + Self.patience
        while surveys[view]?.isIncomplete == true, ContinuousClock.now < end {
            if surveys[view]?.tenantCursor != nil {
                try await readTenants(view)
            } else if surveys[view]?.lines.count ?? 0 >= count, !isDue {
                return
            }
            try await readOn(view)
        }
    }
}
