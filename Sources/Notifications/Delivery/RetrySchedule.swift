/// When a channel tries again what was not accepted: the pauses between attempts, and then no more.
struct RetrySchedule {
    private let pauses: [Duration]

    /// - Parameter number: of the attempts that were made, at least 1.
    /// - Parameter wish: what the other side asked for, which counts in place of the pause.
    /// - Returns: nil when there is no further attempt.
    func pause(after number: Int, wish: Duration? = nil, jitter: Double) -> Duration? {
        guard number >= 1, number <= pauses.count else { return nil }
        // bounds: number is within 1...count
        if let wish { return min(max(wish, .seconds(1)), .seconds(24 * 3600)) }
        return pauses[number - 1] * (1 + jitter / 10)
    }

    /// Ten attempts over three days.
    ///
    /// Source: https://github.com/standard-webhooks/standard-webhooks, "Retry schedule"
    static let webhook = RetrySchedule(
        pauses: [
            .seconds(5), .minutes(5), .minutes(30), .hours(2), .hours(5), .hours(10), .hours(14), .hours(20),
            .hours(24),
        ])

    /// Greylisting ends after five minutes (RFC 6647); after two days a reader has no use for it.
    static let email = RetrySchedule(
        pauses: [.minutes(5), .minutes(10), .minutes(20), .minutes(40), .hours(1), .hours(2)]
            + Array(repeating: .hours(4), count: 11))

    static let chat = RetrySchedule(
        pauses: [.minutes(1), .minutes(2), .minutes(5), .minutes(10), .minutes(15), .minutes(30)]
            + Array(repeating: .hours(1), count: 6))
}

extension Duration {
    fileprivate static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }
    fileprivate static func hours(_ count: Int) -> Duration { .seconds(3600 * count) }
}

extension Channel {
    var schedule: RetrySchedule {
        switch self {
        case .email, .inApp: .email
        case .webhook: .webhook
        case .slack, .pagerduty: .chat
        }
    }

    /// Whether the other side takes a message of the same key for the same message: what may have arrived is then sent again.
    var hasKey: Bool {
        switch self {
        case .webhook, .pagerduty: true
        case .email, .slack, .inApp: false
        }
    }
}
