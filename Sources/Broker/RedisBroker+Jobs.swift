import Foundation
public import Jobs
public import Redis

extension RedisBroker: JobBroker {
    public var abilities: BrokerAbilities { [.leases, .dueTimes, .slotTime, .wakes] }

    /// Slot-time of a kind that was never measured, in microseconds.
    private static let unknownCost = 1000
    /// Offers in one script call: 500 are about 3 ms of the server's time, which others wait for.
    package static let offersPerCall = 500

    public func offer(_ offers: [Offer]) async throws {
        var failure: (any Error)?
        for (queue, offers) in Dictionary(grouping: offers, by: \.queue) {
            for start in stride(from: 0, to: offers.count, by: Self.offersPerCall) {
                let chunk = offers[start..<min(start + Self.offersPerCall, offers.count)]
                do {
                    _ = try await run(Scripts.offer, on: queue, Self.arguments(chunk))
                } catch {
                    failure = failure ?? error
                }
            }
        }
        // A queue that cannot be served keeps no other one's jobs out.
        if let failure { throw failure }
    }

    public func take(
        from queue: QueueName, kinds: [JobKind], tokens: [ClaimToken], session: WorkerSession.ID, lease: Duration
    ) async throws -> [TakenJob] {
        let arguments = Self.arguments(kinds: kinds, tokens: tokens, session: session, lease: lease)
        var reply = try await run(Scripts.take, on: queue, arguments).array
        if reply == nil {
            // Wiped, or new: it gives out nothing before it has the limits.
            try await sendLimits(of: queue)
            reply = try await run(Scripts.take, on: queue, arguments).array
        }
        let answer = reply ?? []
        // No more than was asked for: each job goes with a token.
        guard answer.count / 2 <= tokens.count else { throw UnexpectedAnswer() }
        looks.note(queue, in: answer.count.isMultiple(of: 2) ? nil : answer.last?.int.map { .milliseconds(Int($0)) })
        // Jobs of one tenant, priority and lane come in a row, and are described alike.
        var last: (description: [UInt8], whose: TakenJob)?
        return stride(from: 0, to: answer.count - 1, by: 2).compactMap { index in
            guard let id = answer[index].bytes.flatMap({ JobID(bytes: $0) }), let description = answer[index + 1].bytes
            else { return nil }
            let claim = Claim(id: id, token: tokens[index / 2])
            if let last, last.description == description {
                let whose = last.whose
                return TakenJob(
                    claim: claim, queue: queue, tenant: whose.tenant, lane: whose.lane, priority: whose.priority,
                    isLimited: whose.isLimited)
            }
            let text = String(decoding: description, as: UTF8.self)
            guard let tenant = UUID(hex: text.prefix(32)), let priority = Int(text.dropFirst(32).prefix(1))
            else { return nil }
            let job = TakenJob(
                claim: claim, queue: queue, tenant: tenant, lane: Lane(name: String(text.dropFirst(34))),
                priority: priority, isLimited: text.dropFirst(33).hasPrefix("1"))
            last = (description, job)
            return job
        }
    }

    public func waitForWork(in queue: QueueName, for time: Duration) async throws {
        // When a rate lets the next job start, no element is pushed to wake a worker.
        let wait = looks.wait(queue, atMost: time)
        _ = try await redis.blocking(RedisCommand("BLPOP", .text(JobKeys.wake(queue))), for: wait)
    }

    public func extend(
        _ jobs: [TakenJob], in queue: QueueName, session: WorkerSession.ID, lease: Duration
    ) async throws -> [Claim] {
        var arguments: [RedisArgument] = [
            .text(session.hex), .integer(lease.milliseconds), .integer(young.milliseconds),
        ]
        for job in jobs {
            arguments.append(.bytes(job.claim.id.bytes))
            arguments.append(.bytes(job.claim.token.bytes))
            arguments.append(.text(job.tenant.hex))
            arguments.append(.text(job.lane.name))
            arguments.append(.integer(Int64(job.priority)))
        }
        let refused = Set(try await ids(run(Scripts.extend, on: queue, arguments)))
        return jobs.map(\.claim).filter { refused.contains($0.id) }
    }

    public func settle(_ ended: [EndedLease], in queue: QueueName) async throws {
        guard !ended.isEmpty else { return }
        _ = try await run(Scripts.settle, on: queue, Self.arguments(ended))
    }

    public func release(_ claims: [Claim], in queue: QueueName) async throws {
        guard !claims.isEmpty else { return }
        _ = try await run(Scripts.release, on: queue, Self.arguments(claims))
    }

    public func promote(_ queue: QueueName, limit: Int) async throws -> Int {
        // This is asked several times a second, and most of the time there is nothing: two plain commands cost the server a
        // tenth of a script. Whatever else they are answered is the script's to judge.
        let (due, full) = (RedisArgument.text(JobKeys.due(in: queue)), RedisArgument.text(JobKeys.full(in: queue)))
        let counts = try await redis.send([RedisCommand("ZCARD", due), RedisCommand("EXISTS", full)], key: due)
        if counts.count == 2, counts.allSatisfy({ $0.count == 0 }) { return 0 }
        return try await run(Scripts.promote, on: queue, [.integer(Int64(limit))]).count ?? 0
    }

    public func reap(_ queue: QueueName, skipping: Int, limit: Int) async throws -> [Claim] {
        let answer =
            try await run(Scripts.reap, on: queue, [.integer(Int64(limit)), .integer(Int64(skipping))]).array ?? []
        return stride(from: 0, to: answer.count - 1, by: 2).compactMap { index in
            guard let id = answer[index].bytes.flatMap({ JobID(bytes: $0) }),
                let token = answer[index + 1].bytes.flatMap({ ClaimToken(bytes: $0) })
            else { return nil }
            return Claim(id: id, token: token)
        }
    }

    public func live(_ claims: [Claim], in queue: QueueName) async throws -> Set<Claim> {
        guard !claims.isEmpty else { return [] }
        let places = try await run(Scripts.live, on: queue, Self.arguments(claims)).array ?? []
        return Set(claims.elements(at: places))
    }

    public func stats(of queue: QueueName) async throws -> QueueStats {
        let counts = (try await run(Scripts.stats, on: queue, [10_000]).array ?? []).compactMap(\.count)
        guard counts.count == 4 else { throw UnexpectedAnswer() }
        return QueueStats(ready: counts[0], leased: counts[1], due: counts[2], tenants: counts[3])
    }

    /// Ready jobs of a queue that were made first, of all priorities, the oldest first: candidates for the one that has
    /// waited longest. Those that waited for a time were ready later than they were made.
    public func oldest(in queue: QueueName, limit: Int) async throws -> [JobID] {
        try await ids(run(Scripts.oldest, on: queue, [10_000, .integer(Int64(limit))]))
    }

    /// Of `Scripts.offer`.
    package static func arguments(_ offers: some Collection<Offer>) -> [RedisArgument] {
        var arguments: [RedisArgument] = []
        arguments.reserveCapacity(offers.count * 5)
        for offer in offers {
            arguments.append(.bytes(offer.id.bytes))
            arguments.append(.text(offer.tenant.hex))
            arguments.append(.integer(Int64(offer.priority)))
            arguments.append(.text(offer.lane.name))
            // The two clocks drift apart by less than this between measurements: an id that is given out before its time
            // would be claimed in vain.
            let wait = offer.wait
            arguments.append(.integer(wait > .zero ? wait.milliseconds + 2 : 0))
        }
        return arguments
    }

    /// Of `Scripts.take`.
    package static func arguments(
        kinds: [JobKind], tokens: [ClaimToken], session: WorkerSession.ID, lease: Duration
    ) -> [RedisArgument] {
        let arguments: [RedisArgument] = [
            .integer(Int64(tokens.count)), .bytes(bytes(of: tokens)), .text(session.hex),
            .integer(lease.milliseconds), .integer(Int64(unknownCost)),
        ]
        return arguments + kinds.map { .text($0.rawValue) }
    }

    /// Of `Scripts.settle`.
    package static func arguments(_ ended: [EndedLease]) -> [RedisArgument] {
        var arguments: [RedisArgument] = []
        arguments.reserveCapacity(ended.count * 3)
        for lease in ended {
            arguments.append(.bytes(lease.claim.id.bytes))
            arguments.append(.bytes(lease.claim.token.bytes))
            arguments.append(.integer(lease.slotTime.microseconds))
        }
        return arguments
    }

    private static func bytes(of tokens: [ClaimToken]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 * tokens.count)
        for token in tokens {
            let word = UInt64(bitPattern: token.value)
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return bytes
    }

    /// A token as scripts know it.
    package static func bytes(of token: ClaimToken) -> [UInt8] { token.bytes }

    private static func arguments(_ claims: [Claim]) -> [RedisArgument] {
        claims.flatMap { [.bytes($0.id.bytes), .bytes($0.token.bytes)] }
    }

    private func ids(_ value: RedisValue) -> [JobID] {
        (value.array ?? []).compactMap { $0.bytes.flatMap { JobID(bytes: $0) } }
    }
}

extension Array {
    /// Those whose places, counted from 1, a script named.
    func elements(at places: [RedisValue]) -> [Element] {
        places.compactMap(\.int).filter { 1 <= $0 && $0 <= count }.map { self[Int($0) - 1] }
    }
}

extension RedisValue {
    /// A number of things: what no Redis can hold is none, so that sums of a few are always numbers.
    var count: Int? { int.flatMap { (0...1 << 53).contains($0) ? Int($0) : nil } }
}

/// A script answered in a shape that it never has: another program uses the same keys.
public struct UnexpectedAnswer: DispatcherFailure {}

extension RedisError: DispatcherFailure {}
