/// The instants that bound one operation.
struct Limits: Sendable {
    /// Not sent by then, it is given up: nothing took effect.
    let sendBy: ContinuousClock.Instant
    /// Not answered by then, the caller gets an error: the outcome is unknown.
    let answerBy: ContinuousClock.Instant
    /// Not answered by then, its connection is thrown away.
    let abandonBy: ContinuousClock.Instant

    /// - Parameter deadline: the caller's own limit, the configuration's when nil. One below `commandDeadline` gives up
    ///   the answer; the connection, which others may share, is given up by the longer of the two.
    init(now: ContinuousClock.Instant, deadline: Duration?, configuration: DatabaseConfiguration) {
        let answer = deadline ?? configuration.callDeadline ?? configuration.commandDeadline
        answerBy = now + answer
        sendBy = now + min(answer, configuration.connectionWait)
        abandonBy = now + max(answer, configuration.commandDeadline)
    }

    /// One limit for everything.
    init(all instant: ContinuousClock.Instant) {
        sendBy = instant
        answerBy = instant
        abandonBy = instant
    }
}
