import Foundation
public import Jobs
import Redis

extension RedisBroker: LimitBroker {
    public func limitVersion(of queue: QueueName) async throws -> Int64? {
        try await redis.command(RedisCommand("HGET", .text(JobKeys.limits(of: queue)), "version")).utf8.flatMap {
            Int64($0)
        }
    }

    public func forgetLimits(of queue: QueueName) async throws {
        _ = try await run(Scripts.forget, on: queue, [])
    }

    public func publish(_ limits: QueueLimits, counting slots: [LimitPermit], in queue: QueueName) async throws {
        var arguments: [RedisArgument] = [.integer(limits.version), .integer(Int64(limits.rules.count))]
        for rule in limits.rules {
            arguments.append(.text(rule.target.name))
            arguments.append(.text(rule.text))
        }
        arguments.append(.integer(Int64(limits.weights.count)))
        for (tenant, weight) in limits.weights {
            arguments.append(.text(tenant.hex))
            arguments.append(.text("\(weight)"))
        }
        _ = try await run(Scripts.publish, on: queue, arguments + Self.arguments(slots))
    }

    /// Sends the limits to a server that has none.
    func sendLimits(of queue: QueueName) async throws {
        guard let limits else { return try await publish(.none, counting: [], in: queue) }
        let rules = try await limits.limits(of: queue)
        let slots = rules.version == 0 ? [] : try await limits.slots(of: queue, olderThan: .zero)
        try await publish(rules, counting: slots, in: queue)
    }

    @discardableResult
    public func compare(_ slots: [LimitPermit], in queue: QueueName) async throws -> Int {
        try await run(Scripts.compare, on: queue, Self.arguments(slots)).count ?? 0
    }

    public func leases(of queue: QueueName) async throws -> [Claim] {
        let answer = try await run(Scripts.leases, on: queue, []).array ?? []
        return stride(from: 0, to: answer.count - 1, by: 2).compactMap { index in
            guard let id = answer[index].bytes.flatMap({ JobID(bytes: $0) }),
                let token = answer[index + 1].bytes.flatMap({ ClaimToken(bytes: $0) })
            else { return nil }
            return Claim(id: id, token: token)
        }
    }

    private static func arguments(_ slots: [LimitPermit]) -> [RedisArgument] {
        slots.flatMap { slot -> [RedisArgument] in
            [
                .bytes(slot.claim.id.bytes), .bytes(slot.claim.token.bytes), .text(slot.tenant.hex),
                .text(slot.lane.name),
            ]
        }
    }
}

extension LimitRule.Target {
    /// As `Scripts/Limits.lua` names it.
    var name: String {
        let kind = kind?.rawValue ?? ""
        switch scope {
        case .queue: return "q"
        case .kind: return "k:\(kind)"
        case .tenant: return "t:\(kind):\(subject.map { $0.replacingOccurrences(of: "-", with: "") } ?? "")"
        case .key: return "l:" + (subject.map { Lane(kind: JobKind(rawValue: kind), limitKey: $0).name } ?? kind)
        }
    }
}

extension LimitRule {
    /// As `Scripts/Limits.lua` reads it.
    var text: String {
        let running = running.flatMap { $0 >= 0 ? "\($0)" : nil } ?? ""
        var (interval, tolerance) = ("", "")
        if let rate, rate > 0, rate.isFinite {
            // Intervals end at three years, whatever the row says: a script counts exactly up to 2^53.
            let longest = 100_000_000_000_000.0
            let micros = max(1, min(longest, (1_000_000 / rate).rounded()))
            interval = "\(Int64(micros))"
            // Without some tolerance every late look would lose a start for good.
            let together = min(longest, micros * Double(max(1, burst ?? 1) - 1))
            tolerance = "\(Int64(max(together, min(20_000, micros))))"
        }
        return "\(running)|\(interval)|\(tolerance)|\(isPaused == true ? 1 : 0)"
    }
}
