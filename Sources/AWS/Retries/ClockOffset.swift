import Foundation
import Synchronization

/// How far AWS's clock is ahead of ours, as learnt from its answers.
final class ClockOffset: Sendable {
    private let seconds = Mutex<TimeInterval>(0)
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    /// AWS's time, as far as we know.
    var date: Date { now().addingTimeInterval(seconds.withLock { $0 }) }

    /// The seconds that a request is about to be signed with.
    var offset: TimeInterval { seconds.withLock { $0 } }

    /// True when the request's offset was wrong by enough to be the reason for a refusal: AWS allows five minutes.
    /// Another call may have learnt the same meanwhile.
    func learn(_ date: Date, signedWith assumed: TimeInterval) -> Bool {
        let offset = date.timeIntervalSince(now())
        seconds.withLock { $0 = offset }
        return abs(offset - assumed) > 60
    }
}
