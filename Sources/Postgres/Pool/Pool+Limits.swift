extension Pool {
    /// Makes sure that `enforceLimits` runs at the given instant at the latest. One timer serves all, and most of what it
    /// was set for is long answered when it fires: a call costs no timer.
    func arm(for instant: ContinuousClock.Instant) {
        if let alarm {
            guard instant < alarm.instant else { return }
            loop.cancel(alarm.timer)
        }
        let timer = loop.schedule(after: ContinuousClock.now.duration(to: instant)) {
            self.assumeIsolated {
                $0.alarm = nil
                $0.enforceLimits()
            }
        }
        alarm = (instant, timer)
    }

    private func enforceLimits() {
        let now = ContinuousClock.now
        var next: [ContinuousClock.Instant] = []
        for operation in pending where now >= operation.limits.sendBy {
            timeouts += 1
            operation.promise.fail(lastFailure.map(PostgresError.init) ?? PostgresError(.unavailable))
        }
        pending.removeAll { $0.promise.isFinished }
        next += pending.map(\.limits.sendBy)
        for waiter in waiters where now >= waiter.deadline {
            timeouts += 1
            let reason = lastFailure ?? ConnectionFailure(.poolExhausted, detail: "no exclusive connection in time")
            waiter.promise.fail(PostgresError(reason))
        }
        waiters.removeAll { $0.promise.isFinished }
        next += waiters.map(\.deadline)
        for wire in Array(wires.values) {
            let (isOverdue, unanswered, earliest) = wire.enforceLimits(now: now)
            timeouts += unanswered
            if isOverdue {
                lose(wire, message: "no answer within the command deadline")
            } else if let earliest {
                next.append(earliest)
            }
        }
        if let earliest = next.min() { arm(for: earliest) }
    }
}
