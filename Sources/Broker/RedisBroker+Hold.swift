import Foundation
public import Jobs
import Redis

extension RedisBroker: HoldingBroker {
    /// Of a tenant's lanes so many are counted; more make the answer a lower bound.
    private static let lanesCounted: Int64 = 100

    public func hold(of offer: Offer, within time: Duration) async throws -> JobBlock? {
        let answer = try await run(
            Scripts.hold, on: offer.queue,
            [
                .bytes(offer.id.bytes), .text(offer.tenant.hex), .text(offer.lane.name), .integer(Self.lanesCounted),
            ], timeout: time
        ).array
        guard let answer, answer.count >= 2, let ahead = answer[0].count else { return nil }
        let blockingLimits = stride(from: 2, to: answer.count - 3, by: 4).compactMap {
            index -> JobBlock.BlockingLimit? in
            guard let name = answer[index].utf8, let counted = Counted(name: name), let first = answer[index + 2].int,
                let second = answer[index + 3].int
            else { return nil }
            let reason: JobBlock.BlockingLimit.Reason =
                switch answer[index + 1].utf8 {
                case "running": .running(Int(first), of: Int(second))
                case "rate": .rate(perSecond: 1_000_000 / Double(max(1, first)), next: .microseconds(Int(second)))
                default: .paused
                }
            return JobBlock.BlockingLimit(scope: counted.scope, kind: counted.kind, reason: reason)
        }
        return JobBlock(ahead: ahead, isAtLeast: answer[1].int == 1, blockingLimits: blockingLimits)
    }

    public func usage(of queue: QueueName, limit: Int) async throws -> [LimitUsage] {
        let answer = try await run(Scripts.usage, on: queue, [.integer(Int64(limit))]).array ?? []
        return stride(from: 0, to: answer.count - 3, by: 4).compactMap { index in
            guard let counted = answer[index].utf8.flatMap({ Counted(name: $0) }), let running = answer[index + 1].int,
                let limit = answer[index + 2].int, let waiting = answer[index + 3].int
            else { return nil }
            return LimitUsage(
                scope: counted.scope, kind: counted.kind, subject: counted.subject, running: Int(running),
                limit: limit < 0 ? nil : Int(limit), waiting: Int(waiting))
        }
    }
}

/// What is counted together, from its name in `Scripts/Limits.lua`.
private struct Counted {
    let scope: LimitScope
    var kind: JobKind?
    var subject: String?

    init?(name: String) {
        let parts = name.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("q", 1): scope = .queue
        case ("k", 2):
            scope = .kind
            kind = JobKind(rawValue: parts[1])
        case ("t", 3):
            scope = .tenant
            kind = parts[1].isEmpty ? nil : JobKind(rawValue: parts[1])
            subject = UUID(hex: parts[2])?.uuidString.lowercased()
        case ("l", 2...):
            scope = .key
            let lane = Lane(name: String(name.dropFirst(2)))
            kind = lane.kind
            subject = lane.name
        default: return nil
        }
    }
}
