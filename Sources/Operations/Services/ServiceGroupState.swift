/// The life of a service group as a pure state machine: events in, what to do next out.
struct ServiceGroupState {
    enum Event: Equatable {
        case started(Int)
        /// `start` or `run` threw or returned; the text is for the log.
        case ended(Int, reason: String, isFailure: Bool)
        case stopReturned(Int)
        /// A stop was asked for by a signal or a call.
        case stopRequested
        /// A service used up its time.
        case stopTimedOut(Int)
    }

    enum Action: Equatable {
        case start(Int)
        case run(Int)
        /// From now on this one has its time to end; `after` more are still to be stopped then.
        case limitStop(Int, after: Int)
        case stop(Int)
        case cancelStart(Int)
        case giveUp(Int)
        case logEarlyEnd(Int, reason: String)
        case finish(status: Int32)
    }

    private enum Phase: Equatable {
        case starting(Int)
        case running
        case stopping(Int)
        case finished
    }

    private enum Part {
        case idle, starting, running, ended
    }

    private var phase = Phase.starting(0)
    private var parts: [Part]
    private var hasStopReturned: [Bool]
    private(set) var status: Int32 = 0

    init(count: Int) {
        parts = Array(repeating: .idle, count: count)
        hasStopReturned = Array(repeating: false, count: count)
    }

    var isStopping: Bool {
        switch phase {
        case .starting, .running: false
        case .stopping, .finished: true
        }
    }

    mutating func begin() -> [Action] { startNext(0) }

    mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .started(let index):
            guard parts[index] == .starting else { return [] }
            parts[index] = .running
            // Stopped while it started: run it all the same, so that its stop has something to end.
            return [.run(index)] + (isStopping ? [.stop(index)] : startNext(index + 1))
        case .ended(let index, let reason, let isFailure):
            guard parts[index] == .starting || parts[index] == .running else { return [] }
            if parts[index] == .starting { hasStopReturned[index] = true }
            parts[index] = .ended
            if isStopping {
                if isFailure { status = 1 }
                return (isFailure ? [.logEarlyEnd(index, reason: reason)] : []) + continueStopping()
            }
            status = 1
            return [.logEarlyEnd(index, reason: reason)] + stopNext(below: parts.count)
        case .stopReturned(let index):
            hasStopReturned[index] = true
            return continueStopping()
        case .stopRequested:
            return isStopping ? [] : stopNext(below: parts.count)
        case .stopTimedOut(let index):
            guard phase == .stopping(index) else { return [] }
            status = 1
            return [.giveUp(index)] + stopNext(below: index)
        }
    }

    private mutating func startNext(_ index: Int) -> [Action] {
        guard index < parts.count else {
            phase = .running
            return []
        }
        phase = .starting(index)
        parts[index] = .starting
        return [.start(index)]
    }

    private mutating func stopNext(below index: Int) -> [Action] {
        guard let next = parts.indices.prefix(index).last(where: { parts[$0] == .starting || parts[$0] == .running })
        else {
            phase = .finished
            return [.finish(status: status)]
        }
        phase = .stopping(next)
        let others = parts.prefix(next).count { $0 == .running }
        return [.limitStop(next, after: others), parts[next] == .starting ? .cancelStart(next) : .stop(next)]
    }

    private mutating func continueStopping() -> [Action] {
        guard case .stopping(let index) = phase, parts[index] == .ended, hasStopReturned[index] else { return [] }
        return stopNext(below: index)
    }
}
