/// How often sign-ins failed of late, and how long the next has to wait: the first few are free, then the wait doubles
/// with each.
struct FailureRecord: Sendable {
    private var failures = 0.0
    private var readAt: ContinuousClock.Instant
    private var blockedUntil: ContinuousClock.Instant

    init(at now: ContinuousClock.Instant) {
        readAt = now
        blockedUntil = now
    }

    /// Zero when a sign-in may be tried.
    func wait(at now: ContinuousClock.Instant) -> Duration { max(.zero, now.duration(to: blockedUntil)) }

    /// Failures that count still.
    func count(_ rules: SignInRules, at now: ContinuousClock.Instant) -> Double {
        max(0, failures - max(0, (now - readAt) / rules.forgetting))
    }

    mutating func add(_ rules: SignInRules, at now: ContinuousClock.Instant) {
        failures = count(rules, at: now) + 1
        readAt = now
        let over = failures - Double(rules.freeFailures)
        guard over > 0 else { return }
        // Bounded before it is raised, so that no power is too large.
        let seconds = min(rules.longestDelay / .seconds(1), 0.5 * Double(1 << Int(min(over.rounded(.up), 20))))
        blockedUntil = now + .seconds(seconds)
    }
}
