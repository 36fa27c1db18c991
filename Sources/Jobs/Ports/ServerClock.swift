public import Foundation
import Synchronization

/// PostgreSQL's time, by which all jobs are dated: measured now and then, and carried on by this machine's monotonic clock,
/// so that neither a wrong clock of this machine nor one that is set moves when a job is due.
///
/// Before the first measurement it is this machine's time.
public final class ServerClock: Sendable {
    /// A process works with one PostgreSQL.
    public static let shared = ServerClock()

    private let anchor: Mutex<(time: Date, at: ContinuousClock.Instant)>

    public init() { anchor = Mutex((Date(), .now)) }

    /// Never ahead of the server by more than the clocks drift between two measurements.
    public var now: Date { anchor.withLock { $0.time + $0.at.duration(to: .now) / .seconds(1) } }

    /// - Parameters:
    ///   - time: what the server's clock showed, at some time before `instant`.
    ///   - instant: when the answer was here.
    public func adjust(to time: Date, readAt instant: ContinuousClock.Instant) {
        anchor.withLock { $0 = (time, instant) }
    }

    /// Asks for the server's time.
    /// - Parameter limit: an answer that took longer says too little; the last one still holds.
    public func measure(within limit: Duration = .seconds(1), _ ask: () async throws -> Date) async throws {
        let start = ContinuousClock.now
        let time = try await ask()
        let end = ContinuousClock.now
        if end - start < limit { adjust(to: time, readAt: end) }
    }
}
