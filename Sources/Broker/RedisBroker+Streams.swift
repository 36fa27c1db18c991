import Foundation
public import Jobs
import Redis

extension RedisBroker: JobStreamWriter {
    public func write(_ writes: [JobStreamWrite], in queue: QueueName) async throws -> Set<JobID> {
        guard !writes.isEmpty else { return [] }
        let edition = String(UInt64.random(in: 1 << 32...UInt64.max) >> 16, radix: 16)
        var arguments: [RedisArgument] = [
            .integer(Limits.streamLife.milliseconds), .integer(Int64(Limits.streamBytes)), .text(edition),
        ]
        for write in writes {
            arguments += [
                .bytes(write.claim.id.bytes), .text("\(write.claim.id)"), .bytes(write.claim.token.bytes),
                .integer(Int64(write.attempt)), .integer(Int64(write.first)), .text(write.isWhole ? "whole" : ""),
                .text(write.progress.map { "\($0.percent)" } ?? ""), .text(write.progress?.message ?? ""),
                .integer(Int64(write.chunks.count)),
            ]
            arguments += write.chunks.map { .bytes($0) }
        }
        let places = try await run(Scripts.write, on: queue, arguments).array ?? []
        return Set(writes.elements(at: places).map(\.claim.id))
    }
}

extension RedisBroker: JobStreamReader {
    /// Streams in one script call.
    private static let streamsPerCall = 100

    public func read(
        _ places: [(id: JobID, after: JobStreamPosition)], in queue: QueueName, limit: Int, within time: Duration
    ) async throws -> [JobStreamPage?] {
        var pages: [JobStreamPage?] = []
        for start in stride(from: 0, to: places.count, by: Self.streamsPerCall) {
            let chunk = places[start..<min(start + Self.streamsPerCall, places.count)]
            var arguments: [RedisArgument] = [.integer(Int64(limit))]
            for place in chunk {
                arguments += [
                    .text("\(place.id)"), .integer(Int64(place.after.attempt)), .integer(Int64(place.after.sequence)),
                    .text(place.after.edition ?? ""),
                ]
            }
            let answers = try await run(Scripts.read, on: queue, arguments, timeout: time).array ?? []
            guard answers.count == chunk.count else { throw UnexpectedAnswer() }
            pages += try answers.map { answer in
                // No stream: an empty text.
                guard let values = answer.array else { return nil }
                guard let page = JobStreamPage(values) else { throw UnexpectedAnswer() }
                return page
            }
        }
        return pages
    }

    public func changes(
        in queue: QueueName, after cursor: String?, for time: Duration
    ) async throws -> (ids: Set<JobID>, cursor: String) {
        let key = JobKeys.changes(in: queue)
        guard let cursor else {
            let newest = try await redis.command(RedisCommand("XREVRANGE", .text(key), "+", "-", "COUNT", 1))
            return ([], newest.array?.first?.array?.first?.utf8 ?? "0-0")
        }
        let command = RedisCommand(
            "XREAD", "COUNT", 100, "BLOCK", .integer(max(1, time.milliseconds)), "STREAMS", .text(key), .text(cursor))
        let reply = try await redis.blocking(whole: command, key: .text(key), for: time)
        let entries = reply.array?.first?.array?.last?.array ?? []
        let names = entries.flatMap { entry in
            entry.array?.last?.array?.last?.utf8?.split(separator: " ").compactMap { JobID(String($0)) } ?? []
        }
        return (Set(names), entries.last?.array?.first?.utf8 ?? cursor)
    }
}

extension JobStreamPage {
    /// nil for values of another shape.
    fileprivate init?(_ values: [RedisValue]) {
        guard values.count >= 8, let attempt = values[0].count, let edition = values[1].utf8,
            let first = values[2].count, let last = values[3].count, let version = values[4].count,
            let start = values[7].count
        else { return nil }
        let message = values[6].utf8 ?? ""
        self.init(
            attempt: attempt, edition: edition, first: first, last: last, progressVersion: version,
            progress: values[5].utf8.flatMap(Double.init).map {
                JobProgress(percent: $0, message: message.isEmpty ? nil : message)
            }, start: start, chunks: values[8...].compactMap(\.bytes))
    }
}
