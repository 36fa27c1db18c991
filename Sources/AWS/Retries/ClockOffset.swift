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

    /// True when it changed by enough to be the reason for a refusal: AWS allows five minutes.
    func learn(_ date: Date) -> Bool {
        let offset = date.timeIntervalSince(now())
        return seconds.withLock { seconds in
            let isNews = abs(offset - seconds) > 60
            seconds = offset
            return isNews
        }
    }
}
