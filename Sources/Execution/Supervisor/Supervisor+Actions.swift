import Foundation
import Jobs
import Operations

extension Supervisor {
    /// How long an idle worker waits before it looks again without having been woken.
    private static let idleWait = Duration.seconds(2)
    /// Until jobs whose limits were full in the store are offered again: by then the dispatcher's count was compared.
    private static let barredPause = Duration.milliseconds(300)
    /// Until a suspect for which no executor was free is looked at again.
    private static let suspectPause = Duration.seconds(1)
    private static let offersAtOnce = 512
    /// Pauses between searches for an orphaned claim: beyond them no statement is left that could commit it.
    private static let chase: [Duration] = [
        .milliseconds(100), .milliseconds(400), .seconds(2), .seconds(10), .seconds(30),
    ]

    func perform(_ action: SupervisorState.Action) {
        switch action {
        case .spawn(let id, let slots): spawn(id, slots: slots)
        case .send(let id, let command): executors[id]?.send(command)
        case .kill(let id): executors[id]?.kill()
        case .take(let queue, let count): take(count, from: queue)
        case .wait(let queue): wait(for: queue)
        case .endLeases(let leases, let queue, let again):
            detach { await self.endLeases(leases, in: queue, again: again) }
        case .offerAgain(let jobs): detach { await self.offerAgain(jobs) }
        case .offerLater(let jobs): detach { await self.offerAgain(jobs, after: Self.barredPause) }
        case .offerNew(let ids): detach { await self.offerNew(ids) }
        case .end(let jobs, let end, let alone): detach { await self.end(jobs, as: end, alone: alone) }
        case .release(let jobs): detach { await self.release(jobs) }
        case .putBack(let jobs): detach { await self.putBack(jobs) }
        case .finished: continuation.finish()
        }
    }

    private func take(_ count: Int, from queue: QueueName) {
        let tokens = ClaimToken.random(count)
        detach { [broker, kinds, configuration, continuation] in
            do {
                let taken = try await broker.take(
                    from: queue, kinds: kinds[queue] ?? [], tokens: tokens, session: configuration.session.id,
                    lease: configuration.lease)
                FailingDuties.shared.note(DispatchOperation.take.complaint, nil)
                continuation.yield(.taken(queue, asked: count, taken))
            } catch {
                self.failed(.take, error)
                continuation.yield(.takeFailed(queue, asked: count))
            }
        }
    }

    private func wait(for queue: QueueName) {
        waits[queue] = Task { [broker, continuation] in
            do {
                try await broker.waitForWork(in: queue, for: Self.idleWait)
                FailingDuties.shared.note(DispatchOperation.wait.complaint, nil)
            } catch {
                failed(.wait, error)
                try? await Task.sleep(for: .milliseconds(100))
            }
            continuation.yield(.awake(queue))
        }
    }

    private func endLeases(_ leases: [EndedLease], in queue: QueueName, again: [SupervisorState.Again]) async {
        await attempt(.settle) {
            try await self.broker.settle(leases, in: queue)
            let soon = again.filter { $0.delay <= Limits.horizon }
            guard !soon.isEmpty else { return }
            try await self.broker.offer(
                soon.map { item in
                    Offer(
                        id: item.job.claim.id, queue: queue, tenant: item.job.tenant, lane: item.job.lane,
                        priority: item.job.priority, runAt: ServerClock.shared.now + item.delay / .seconds(1))
                })
        }
    }

    /// The lease stays until the store has said what is still open: it outlives a failure here, and the Enqueuer finds
    /// it. It ends before the offer, which would change nothing while the id is leased.
    private func offerAgain(_ jobs: [TakenJob], after pause: Duration? = nil) async {
        await attempt(.offer) {
            let limited = jobs.filter(\.isLimited).map(\.claim)
            if !limited.isEmpty { try await self.store.leave(limited) }
            var offers = try await self.store.offers(of: jobs.map(\.claim.id))
            if let pause {
                let time = ServerClock.shared.now + pause * Double.random(in: 0.7...1.3) / .seconds(1)
                offers = offers.map { offer in
                    Offer(
                        id: offer.id, queue: offer.queue, tenant: offer.tenant, lane: offer.lane,
                        priority: offer.priority, runAt: max(offer.runAt ?? time, time))
                }
            }
            for (queue, jobs) in Dictionary(grouping: jobs, by: \.queue) {
                try await self.broker.settle(
                    jobs.map { EndedLease(claim: $0.claim, slotTime: .zero) }, in: queue)
            }
            try await self.broker.offer(offers)
        }
    }

    /// Asked of the store, which may have found another job under the unique key of one of them.
    private func offerNew(_ ids: [JobID]) async {
        await attempt(.offer) {
            for start in stride(from: 0, to: ids.count, by: Self.offersAtOnce) {
                let page = ids[start..<min(start + Self.offersAtOnce, ids.count)]
                try await self.broker.offer(try await self.store.offers(of: Array(page)))
            }
        }
    }

    private func release(_ jobs: [TakenJob]) async {
        await attempt(.release) {
            for (queue, jobs) in Dictionary(grouping: jobs, by: \.queue) {
                try await self.broker.release(jobs.map(\.claim), in: queue)
            }
        }
    }

    /// The database first: an id that is offered before its row is queued would be taken in vain.
    private func end(_ jobs: [TakenJob], as end: AttemptEnd, alone: Bool) async {
        guard let ended = await write(end, of: jobs, alone: alone) else { return }
        let missing = Set(jobs.map(\.claim)).subtracting(ended.map(\.claim))
        if end == .released, !missing.isEmpty { chase(missing) }
        report(ended, of: jobs, as: end, alone: alone)
        if end != .released {
            for (queue, jobs) in Dictionary(grouping: jobs, by: \.queue) {
                metrics.recovered(jobs.count, from: queue, because: end)
            }
            logger.warning(
                "jobs were ended from outside",
                ["end": .string(end.rawValue), "jobs": .integer(ended.count), "alone": .boolean(alone)])
        }
        // A job over its limit keeps its lease until its executor is gone.
        if end != .timedOut { await release(jobs) }
    }

    private func report(_ ended: [EndedJob], of jobs: [TakenJob], as end: AttemptEnd, alone: Bool) {
        guard let error = end.error(alone: alone) else { return }
        let taken = Dictionary(jobs.map { ($0.claim, $0) }) { first, _ in first }
        let runs = ended.compactMap { job in
            taken[job.claim].map {
                RunEnd(run: ObservedRun($0), status: job.status, slotTime: .zero, error: error)
            }
        }
        for observer in observers { observer.interrupted(runs) }
    }

    /// - Returns: what became of the jobs whose claims were theirs; nil when the store stayed away.
    private func write(_ end: AttemptEnd, of jobs: [TakenJob], alone: Bool) async -> [EndedJob]? {
        do {
            return try await retryPersistently(for: outage) {
                try await self.store.end(jobs.map(\.claim), as: end, alone: alone)
            }
        } catch {
            // They are put back when this session has ended.
            leavesClaims = true
            logger.error("jobs could not be ended", ["end": .string(end.rawValue), "error": .error(error)])
            return nil
        }
    }

    /// Some were claimed, by the executor or by a dispatcher whose takes are claims; others only taken.
    private func putBack(_ suspects: [TakenJob]) async {
        guard await write(.released, of: suspects, alone: false) != nil else { return }
        await offerAgain(suspects, after: Self.suspectPause)
    }

    /// Claims that were on their way when their executor died: the database may commit them after `end` found nothing to
    /// end, and then this session would hold jobs that no executor runs. A token is looked for until its statement cannot
    /// run any more.
    private func chase(_ claims: Set<Claim>) {
        orphaned.formUnion(claims)
        Task {
            for pause in Self.chase where !orphaned.isDisjoint(with: claims) {
                try? await Task.sleep(for: pause)
                let left = Array(claims.intersection(orphaned))
                guard let ended = try? await store.end(left, as: .released, alone: false) else { continue }
                orphaned.subtract(ended.map(\.claim))
                // What the dispatcher misses now, the Enqueuer offers later.
                await attempt(.offer) { try await self.broker.offer(ended.compactMap(\.offer)) }
            }
            orphaned.subtract(claims)
        }
    }

    /// What the dispatcher misses now, the Enqueuer offers later.
    private func attempt(
        _ operation: DispatchOperation, _ body: @escaping @Sendable () async throws -> Void
    ) async {
        do {
            try await body()
            FailingDuties.shared.note(operation.complaint, nil)
        } catch {
            failed(operation, error)
        }
    }

    /// Counted, and logged once an interval.
    nonisolated func failed(_ operation: DispatchOperation, _ error: any Error) {
        if error is CancellationError || Task.isCancelled { return }
        metrics.failed(operation)
        FailingDuties.shared.note(operation.complaint, error)
        guard let suppressed = repeats.admit(operation.rawValue) else { return }
        logger.warning(
            operation.complaint,
            [
                "operation": .string(operation.rawValue), "error": .error(error),
                "suppressed": .integer(suppressed),
            ])
    }

    // MARK: Executors

    private func spawn(_ id: ExecutorID, slots: Int) {
        do {
            executors[id] = try ExecutorProcess.start(
                id, slots: slots, isSolo: state.executors[id]?.isSolo ?? false, configuration: configuration,
                logger: logger, traces: traces, on: loop, events: continuation)
        } catch {
            logger.error("an executor could not be started", ["error": .error(error)])
            detach { [continuation] in
                try? await Task.sleep(for: .seconds(1))
                continuation.yield(.executorEnded(id))
            }
        }
    }
}
