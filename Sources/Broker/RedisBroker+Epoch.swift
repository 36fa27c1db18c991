import Foundation
public import Jobs
import Redis

extension RedisBroker: EpochBroker {
    /// The marker is made with what the server holds, and gone with it.
    public func epoch(of queue: QueueName) async throws -> DispatcherEpoch {
        let fresh = UUID().hex
        let replies = try await redis.send([
            RedisCommand("SET", .text(JobKeys.marker(of: queue)), .text(fresh), "NX", "GET"),
            RedisCommand("INFO", "server"),
        ])
        // An error is no answer; that `INFO` is forbidden is one.
        if let error = replies.first?.error { throw error }
        let marker = replies.first?.utf8 ?? fresh
        let info = replies.last?.utf8 ?? ""
        let runID = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("run_id:") }
        return DispatcherEpoch(marker: marker, server: String(runID?.dropFirst(7) ?? ""))
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
                unknown += places.compactMap(\.int).map { Int($0) - 1 }.filter(chunk.indices.contains).map { chunk[$0] }
            }
        }
        return unknown
    }
}
