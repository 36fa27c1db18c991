import Foundation
import Jobs

extension SupervisorState {
    mutating func ready(_ executor: ExecutorID) -> [Action] {
        guard executors[executor]?.phase == .starting else { return [] }
        executors[executor]?.phase = .ready
        return []
    }

    /// Jobs that had started are suspects; the others were never touched.
    mutating func ended(_ executor: ExecutorID) -> [Action] {
        guard let state = executors.removeValue(forKey: executor) else { return [] }
        let lost = jobs.values.filter { $0.executor == executor }
        for held in lost { jobs[held.job.claim.id] = nil }
        suspects.removeAll { id in lost.contains { $0.job.claim.id == id } }
        var crashed: [TakenJob] = []
        var heavy: [TakenJob] = []
        var untouched: [TakenJob] = []
        // Only now may what timed out run again: its executor is gone.
        var timedOut: [TakenJob] = []
        for held in lost {
            switch held.phase {
            case .overdue: timedOut.append(held.job)
            case .started where state.isOverMemory: heavy.append(held.job)
            case .started where state.phase == .starting || state.phase == .ready: crashed.append(held.job)
            // Ended by us, because of another job.
            case .started, .assigned: untouched.append(held.job)
            }
        }
        var actions: [Action] = []
        if !timedOut.isEmpty { actions.append(.offerAgain(timedOut)) }
        if !crashed.isEmpty { actions.append(.end(crashed, .crashed, alone: state.isSolo)) }
        if !heavy.isEmpty { actions.append(.end(heavy, .outOfMemory, alone: state.isSolo)) }
        if !untouched.isEmpty { actions.append(.end(untouched, .released, alone: false)) }
        if current == nil, phase == .running || phase == .quiet { actions.append(spawn(slots: configuration.slots)) }
        return actions
    }

    mutating func tick(now: Instant) -> [Action] {
        var actions: [Action] = []
        var overdue: [TakenJob] = []
        var guilty: Set<ExecutorID> = []
        for (id, held) in jobs {
            guard case .started(_, let overdueAt) = held.phase, overdueAt <= now else { continue }
            jobs[id]?.phase = .overdue
            overdue.append(held.job)
            guilty.insert(held.executor)
        }
        if !overdue.isEmpty { actions.append(.end(overdue, .timedOut, alone: false)) }
        for executor in guilty { actions += retire(executor) }
        if case .draining(let lastCall, let until) = phase {
            if until <= now {
                actions += executors.keys.flatMap { kill($0) }
            } else if lastCall <= now {
                phase = .draining(lastCall: until, until: until)
                actions += askBack()
            }
        }
        return actions
    }

    /// Asks what runs to stop and requeues it: a handler that listens can save a checkpoint.
    private func askBack() -> [Action] {
        let running = jobs.values.filter { if case .started = $0.phase { true } else { false } }
        return Dictionary(grouping: running, by: \.executor).map { executor, held in
            .send(executor, .abandon(held.map(\.job.claim.id)))
        }
    }

    /// An executor far over its memory limit is ended at once, also when it has been replaced or its job is alone: what runs
    /// in it is the cause, or ran beside it. Requeued uncounted, it would do the same to the next one for ever.
    mutating func measured(_ executor: ExecutorID, memory: Int) -> [Action] {
        guard memory > configuration.recycling.mostMemory ?? .max else { return recycle(executor, memory: memory) }
        executors[executor]?.isOverMemory = true
        return kill(executor)
    }

    /// An executor that has grown, or has served for long, makes room for a fresh one; what runs in it ends there. One at
    /// a time: no job is ever ended for it.
    mutating func recycle(_ executor: ExecutorID, memory: Int = 0) -> [Action] {
        guard let state = executors[executor], state.phase == .ready, !state.isSolo,
            !executors.values.contains(where: { $0.phase == .retiring })
        else { return [] }
        let limits = configuration.recycling
        let isOverMemory = memory > limits.memory ?? .max
        guard isOverMemory || state.served >= limits.jobs ?? .max else { return [] }
        executors[executor]?.isOverMemory = isOverMemory
        return retire(executor)
    }

    /// The executor starts nothing more; another takes its place at once.
    private mutating func retire(_ executor: ExecutorID) -> [Action] {
        guard let state = executors[executor], state.phase == .starting || state.phase == .ready else { return [] }
        executors[executor]?.phase = .retiring
        var actions: [Action] = [.send(executor, .drain)]
        if !state.isSolo, phase == .running || phase == .quiet { actions.append(spawn(slots: configuration.slots)) }
        let retiring = executors.filter { $0.value.phase == .retiring }.keys.sorted { $0.value < $1.value }
        if retiring.count > configuration.mostRetiring, let oldest = retiring.first { actions += kill(oldest) }
        return actions
    }

    /// A retired executor is killed once it holds only what cannot be stopped.
    mutating func killIdleRetired() -> [Action] {
        let retired = executors.filter { $0.value.phase == .retiring }.keys
        return retired.filter { executor in
            !jobs.values.contains { $0.executor == executor && $0.phase != .overdue }
        }.flatMap { kill($0) }
    }

    /// Its end arrives as `executorEnded`.
    mutating func kill(_ executor: ExecutorID) -> [Action] {
        guard let phase = executors[executor]?.phase, phase != .killed else { return [] }
        executors[executor]?.phase = .killed
        return [.kill(executor)]
    }

    /// Keeps the first suspect when none runs or waits to run alone.
    /// - Returns: those for which there is no place. Kept here they would look as if they ran, behind a job that may take a
    ///   day, while another worker has an executor to spare.
    mutating func admit(suspects ids: [JobID]) -> [JobID] {
        let isFree = suspects.isEmpty && !jobs.values.contains { executors[$0.executor]?.isSolo == true }
        guard isFree, let first = ids.first else { return ids }
        suspects.append(first)
        knownSuspects.remove(first)
        return Array(ids.dropFirst())
    }

    mutating func putBack(_ suspects: [TakenJob]) -> [Action] {
        if suspects.isEmpty { return [] }
        for job in suspects {
            if knownSuspects.count >= Self.mostKnownSuspects { _ = knownSuspects.popFirst() }
            knownSuspects.insert(job.claim.id)
        }
        return [.putBack(suspects)]
    }

    /// One that was forgotten is claimed once more.
    private static let mostKnownSuspects = 1000

    /// Gives suspects, one at a time, to an executor of one slot.
    mutating func startSuspects() -> [Action] {
        let solo = executors.first { $0.value.isSolo }
        guard let next = suspects.first else {
            guard let solo, !jobs.values.contains(where: { $0.executor == solo.key }) else { return [] }
            executors[solo.key]?.phase = .retiring
            return []
        }
        guard let solo else { return [spawn(slots: 1, solo: true)] }
        guard solo.value.phase == .ready, !jobs.values.contains(where: { $0.executor == solo.key }) else { return [] }
        suspects.removeFirst()
        guard let held = jobs[next] else { return [] }
        jobs[next]?.executor = solo.key
        jobs[next]?.phase = .assigned
        return [.send(solo.key, .run([held.job.claim], .durable))]
    }

    mutating func stop(within time: Duration, now: Instant) -> [Action] {
        if case .draining = phase { return [] }
        // A handler that listens gets a fifth of the time, and no more than five seconds, to wind up.
        let lastCall = now + time - min(time / 5, .seconds(5))
        phase = .draining(lastCall: lastCall, until: now + time)
        // Suspects that wait for an executor of their own are in no executor's hands.
        let waiting = suspects.compactMap { jobs.removeValue(forKey: $0)?.job }
        suspects = []
        let requeue: [Action] = waiting.isEmpty ? [] : [.end(waiting, .released, alone: false)]
        return requeue + executors.keys.map { .send($0, .drain) }
    }
}
