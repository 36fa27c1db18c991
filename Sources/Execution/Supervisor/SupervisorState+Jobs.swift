import Foundation
import Jobs

extension SupervisorState {
    mutating func take(_ taken: [TakenJob], asked count: Int, from queue: QueueName) -> [Action] {
        answered(queue, count)
        guard phase == .running, let current else {
            // The answer came after the decision to stop.
            return taken.isEmpty ? [] : [.release(taken)]
        }
        let (taken, again) = assign(taken, to: current)
        let known = knownSuspects.isEmpty ? [] : taken.map(\.claim.id).filter { knownSuspects.contains($0) }
        let others = known.isEmpty ? taken : taken.filter { !known.contains($0.claim.id) }
        var actions = commands(for: others).map { Action.send(current, $0) }
        if !known.isEmpty { actions += putBack(forget(admit(suspects: known), of: current)) }
        if !again.isEmpty { actions.append(.release(again)) }
        // What is held already would be taken at once again: it counts as no work.
        if taken.count < count {
            emptyQueues.insert(queue)
            actions.append(.wait(queue))
        }
        return actions
    }

    /// What is held already may be taken once more: its lease was lost, or the other dispatcher, which sees rows alone, found
    /// it unclaimed. The first run goes on.
    private mutating func assign(
        _ taken: [TakenJob], to executor: ExecutorID
    ) -> (new: [TakenJob], again: [TakenJob]) {
        var (new, again): ([TakenJob], [TakenJob]) = ([], [])
        new.reserveCapacity(taken.count)
        for job in taken {
            if jobs[job.claim.id] != nil {
                again.append(job)
            } else {
                jobs[job.claim.id] = Held(job: job, executor: executor, phase: .assigned)
                new.append(job)
            }
        }
        return (new, again)
    }

    /// Claims that must survive a crash of the database travel apart from those that need not, and from those that are
    /// written later.
    private func commands(for taken: [TakenJob]) -> [ExecutorCommand] {
        var claims: [ClaimMode: [Claim]] = [:]
        // Jobs of one lane come in a row.
        var last: (lane: Lane, mode: ClaimMode)?
        for job in taken {
            if job.lane != last?.lane { last = (job.lane, definitions[job.lane.kind]?.claiming ?? .durable) }
            // Only a durable claim asks for a place under its limits.
            claims[job.isLimited ? .durable : last?.mode ?? .durable, default: []].append(job.claim)
        }
        return [ClaimMode.durable, .relaxed, .deferred].compactMap { mode in claims[mode].map { .run($0, mode) } }
    }

    mutating func heard(_ report: ExecutorReport, from executor: ExecutorID) -> [Action] {
        switch report {
        case .ready: return ready(executor)
        case .refused(let ids):
            let barred = forget(ids.filter { jobs[$0]?.job.isLimited == true }, of: executor)
            let later: [Action] = barred.isEmpty ? [] : [.offerLater(barred)]
            return later
                + endLeases(
                    ids.map { ExecutorReport.End(id: $0, slotTime: 0, status: .queued, again: nil) }, of: executor)
        case .settled(let ends):
            for end in ends { learn(slotTime: end.slotTime) }
            executors[executor]?.served += ends.count
            return endLeases(ends, of: executor) + recycle(executor)
        case .released(let ids):
            let back = forget(ids, of: executor)
            return back.isEmpty ? [] : [.release(back)]
        case .superseded(let ids):
            let late = forget(ids, of: executor)
            return late.isEmpty ? [] : [.offerAgain(late)]
        case .suspect(let ids):
            let held = ids.filter { jobs[$0]?.executor == executor }
            if case .draining = phase {
                let back = forget(held, of: executor)
                return back.isEmpty ? [] : [.end(back, .released, alone: false)]
            }
            return putBack(forget(admit(suspects: held), of: executor))
        case .brought(let ids): return [.offerNew(ids)]
        // Nothing to decide: the supervisor writes the one, and what exports traces takes the other.
        case .streamReport, .span: return []
        }
    }

    mutating func started(_ records: [StartRecord], in executor: ExecutorID, now: Instant) -> [Action] {
        for record in records where jobs[record.id]?.executor == executor {
            // The executor cancels at the limit; what is still there after the grace did not listen.
            let time = Duration.milliseconds(Int(record.limit) + Int(record.grace))
            jobs[record.id]?.phase = .started(at: now, overdueAt: now + time)
        }
        return []
    }

    mutating func overtaken(_ ids: [JobID]) -> [Action] {
        // Their results would be refused, so the executor is asked to stop them. It requeues and does not cancel them:
        // should the dispatcher be wrong, the job is queued again and not lost.
        Dictionary(grouping: ids.filter { jobs[$0] != nil }) { jobs[$0]?.executor }
            .compactMap { executor, ids in executor.map { .send($0, .abandon(ids)) } }
    }

    mutating func cancel(_ ids: [JobID], now: Instant) -> [Action] {
        var cancelled: [ExecutorID: [JobID]] = [:]
        for id in ids {
            guard let held = jobs[id] else { continue }
            cancelled[held.executor, default: []].append(id)
            if case .started(let start, let overdueAt) = held.phase {
                let grace = definitions[held.job.lane.kind]?.grace ?? .seconds(5)
                jobs[id]?.phase = .started(at: start, overdueAt: min(overdueAt, now + grace))
            }
        }
        return cancelled.map { .send($0.key, .cancel($0.value)) }
    }

    /// An executor may be replaced between a report and its reading: only its own jobs count.
    mutating func forget(_ ids: [JobID], of executor: ExecutorID) -> [TakenJob] {
        ids.compactMap { id in
            guard let held = jobs[id], held.executor == executor, held.phase != .overdue else { return nil }
            jobs[id] = nil
            return held.job
        }
    }

    private mutating func endLeases(_ ends: [ExecutorReport.End], of executor: ExecutorID) -> [Action] {
        var leases: [QueueName: [EndedLease]] = [:]
        var again: [QueueName: [Again]] = [:]
        for end in ends {
            for job in forget([end.id], of: executor) {
                let lease = EndedLease(claim: job.claim, slotTime: .microseconds(Int(end.slotTime)))
                leases[job.queue, default: []].append(lease)
                if let delay = end.again {
                    again[job.queue, default: []].append(Again(job: job, delay: .milliseconds(Int(delay))))
                }
            }
        }
        return leases.map { .endLeases($0.value, $0.key, again: again[$0.key] ?? []) }
    }

    private mutating func learn(slotTime microseconds: UInt32) {
        meanSlotTime += (Double(microseconds) / 1e6 - meanSlotTime) / 16
    }
}
