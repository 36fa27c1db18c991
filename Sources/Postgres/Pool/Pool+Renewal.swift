import Reactor

/// Another URL, usually with another password, while the pool serves. What works goes on until a connection by the new URL
/// serves; then the others end with what is under way on them.
extension Pool {
    /// The URL that is to take over, and the attempts that were made by it.
    struct Renewal {
        let parameters: ConnectionParameters
        var attempts: Set<Int> = []
        /// The attempt that no caller waits for: it finds out whether the URL works.
        var trial: Int?
    }

    /// After a trial that failed: the server may learn the password later than this process.
    private static let pause = Duration.seconds(2)

    func renew(_ parameters: ConnectionParameters) {
        guard !isClosing else { return }
        renewal = Renewal(parameters: parameters)
        tryRenewal()
    }

    /// What the next attempt connects by. While no connection can be made, either URL may be the one that works.
    func parameters(for attempt: Int) -> ConnectionParameters {
        guard let next = renewal?.parameters, !backoff.failures.isMultiple(of: 2) else { return parameters }
        renewal?.attempts.insert(attempt)
        return next
    }

    private func tryRenewal() {
        guard !isClosing, let next = renewal, next.trial == nil else { return }
        lastAttempt += 1
        renewal?.trial = lastAttempt
        renewal?.attempts.insert(lastAttempt)
        connect(.shared, as: lastAttempt, by: next.parameters)
    }

    /// A connection is about to serve: one by the new URL makes it the only one.
    func finishRenewal(with attempt: Int) {
        guard let renewal, renewal.attempts.contains(attempt) else { return }
        parameters = renewal.parameters
        self.renewal = nil
        retireConnections()
    }

    /// - Returns: whether the attempt was a trial, whose failure says nothing about the connections that there are.
    func failRenewal(with attempt: Int) -> Bool {
        guard renewal?.trial == attempt else { return false }
        renewal?.trial = nil
        if let wire = wires[attempt] { lose(wire, message: nil) }
        loop.schedule(after: Self.pause) { self.assumeIsolated { $0.tryRenewal() } }
        connectIfWanted()
        return true
    }
}
