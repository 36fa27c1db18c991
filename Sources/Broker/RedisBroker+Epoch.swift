import Foundation
public import Jobs
import Redis

extension RedisBroker: EpochBroker {
    /// The marker is made with what the server holds, and gone with it.
    /// - Throws: `RedisError` when the server refuses anything that the other scripts need, or a key of the queue holds
    ///   another program's data.
    public func epoch(of queue: QueueName) async throws -> DispatcherEpoch {
        let answer = try await run(Scripts.verify, on: queue, [.text(UUID().hex)]).array ?? []
        guard answer.count == 2, let verdict = answer[0].utf8 else { throw UnexpectedAnswer() }
        let what = answer[1].utf8 ?? ""
        switch verdict {
        case "ok":
            let runID: String? =
                if case .up(let server) = redis.status(of: .text(JobKeys.base(of: queue))) { server.runID } else { nil }
            return DispatcherEpoch(marker: what, server: runID ?? "")
        case "missing": throw RedisError.refused(.commandMissing(what))
        case "denied": throw RedisError.refused(.commandDenied(what))
        case "keys": throw RedisError.refused(.keyDenied)
        case "type": throw RedisError.refused(.wrongType(key: what))
        default: throw UnexpectedAnswer()
        }
    }

    public func unknown(among offers: [Offer]) async throws -> [Offer] {
        var unknown: [Offer] = []
        for (queue, offers) in Dictionary(grouping: offers, by: \.queue) {
            for start in stride(from: 0, to: offers.count, by: Self.offersPerCall) {
                let chunk = Array(offers[start..<min(start + Self.offersPerCall, offers.count)])
                let arguments = chunk.flatMap { offer -> [RedisArgument] in
                    [.bytes(offer.id.bytes), .text(offer.tenant.hex), .text(offer.lane.name)]
                }
                let places = try await run(Scripts.unknown, on: queue, arguments).array ?? []
                unknown += chunk.elements(at: places)
            }
        }
        return unknown
    }
}
