import Broker
import Foundation
import Jobs
import Redis
import Synchronization
import TestSupport
import Testing

/// Answers of scripts in shapes, types and lengths that no script has.
@Suite("The dispatcher's answers, spoilt")
struct AnswerFuzzTests {
    private static let numbers = [
        "0", "1", "2", "3", "-1", "9223372036854775807", "-9223372036854775808", "9007199254740993", "4", "500", "501",
    ]
    private static let texts = [
        "", "ok", "missing", "type", "ready", "leased", "due", "running", "rate", "q", "k:test", "t::0", "l:a#1", "l:",
        ":", "t:a:b:c", "NaN", "inf", "1e999", "99999999999999999999", "0-0", "whole", "\u{0}",
        String(repeating: "0", count: 32) + "41test.kind", String(repeating: "0", count: 32), "0123456789abcdef",
        "12345678", String(repeating: "é", count: 16), "01234567-0123-4567-89ab-0123456789ab",
    ]

    private static func bulk(_ bytes: [UInt8]) -> [UInt8] { Array("$\(bytes.count)\r\n".utf8) + bytes + [13, 10] }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> [UInt8] {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
        case 0: return Array(":\(numbers.randomElement(using: &random) ?? "0")\r\n".utf8)
        case 1: return bulk(Array((numbers.randomElement(using: &random) ?? "0").utf8))
        case 2: return bulk(Array((texts.randomElement(using: &random) ?? "").utf8))
        case 3:
            let length = [0, 7, 8, 9, 15, 16, 17, 33].randomElement(using: &random) ?? 8
            return bulk((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
        case 4: return Array((Bool.random(using: &random) ? "$-1\r\n" : "*-1\r\n").utf8)
        case 5: return Array("-ERR spoilt\r\n".utf8)
        case 6: return array((0..<8).map { _ in bulk(Array((numbers.randomElement(using: &random) ?? "0").utf8)) })
        default:
            let count = [0, 1, 2, 3, 4, 6, 8, 10, 11, 40].randomElement(using: &random) ?? 2
            return array((0..<count).map { _ in value(depth: depth - 1, &random) })
        }
    }

    private static func array(_ values: [[UInt8]]) -> [UInt8] { Array("*\(values.count)\r\n".utf8) + values.joined() }

    @Test("an answer of a wrong shape is an error or is left out, and ends nothing", .timeLimit(.minutes(2)))
    func answers() async throws {
        let seed = Settings.seed
        print("seed \(seed)")
        let random = Mutex(SeededGenerator(seed))
        let server = try SpoiltRedis { random.withLock { Self.value(depth: 3, &$0) } }
        defer { server.stop() }
        let redis = RedisClient(try RedisConfiguration(url: "redis://127.0.0.1:\(server.port)"))
        defer { redis.close() }
        let broker = RedisBroker(redis: redis)
        let offer = Make.offer()
        let claims = (0..<3).map { _ in Claim(id: Make.minter.mint(), token: .random()) }
        let (queue, session): (QueueName, UUID) = ("test", UUID())
        let write = JobStreamWrite(
            claim: claims[0], attempt: 1, first: 1, chunks: [[49]], progress: nil, isWhole: true)
        let job = TakenJob(claim: claims[0], queue: queue, tenant: UUID(), lane: offer.lane, priority: 4)
        let calls: [@Sendable () async throws -> Void] = [
            {
                let tokens = ClaimToken.random(2)
                let taken = try await broker.take(
                    from: queue, kinds: [Make.kind], tokens: tokens, session: session, lease: .seconds(1))
                #expect(taken.count <= 2)
            },
            { try await broker.offer([offer]) },
            { _ = try await broker.extend([job], in: queue, session: session, lease: .seconds(1)) },
            { try await broker.settle([EndedLease(claim: claims[0], slotTime: .seconds(1))], in: queue) },
            { try await broker.release(claims, in: queue) },
            { try #require(try await broker.promote(queue, limit: 10) >= 0) },
            { _ = try await broker.reap(queue, skipping: 0, limit: 10) },
            { try #require(try await broker.live(claims, in: queue).isSubset(of: claims)) },
            {
                let stats = try await broker.stats(of: queue)
                #expect(stats.ready + stats.leased + stats.due + stats.tenants >= 0)
            },
            { _ = try await broker.epoch(of: queue) },
            { try #require(try await broker.unknown(among: [offer]).count <= 40) },
            { _ = try await broker.hold(of: offer, within: .seconds(5)) },
            { _ = try await broker.usage(of: queue, limit: 10) },
            { try #require(try await broker.write([write], in: queue).isSubset(of: [claims[0].id])) },
            {
                let places = [(id: offer.id, after: JobStreamPosition(attempt: 1))]
                for case let page? in try await broker.read(places, in: queue, limit: 10, within: .seconds(5)) {
                    // What followers of streams work out.
                    #expect(page.first - 1 < page.last + 1 || page.first > page.last)
                    #expect(page.start + page.chunks.count >= 0)
                }
            },
            { _ = try await broker.changes(in: queue, after: nil, for: .milliseconds(1)) },
            { _ = try await broker.limitVersion(of: queue) },
            { _ = try await broker.leases(of: queue) },
            { try #require(try await broker.compare([], in: queue) >= 0) },
            {
                _ = try await broker.place(
                    of: offer.id, tenant: offer.tenant, lane: offer.lane, in: queue, within: .seconds(5))
            },
        ]
        var (read, refused) = (0, 0)
        let end = ContinuousClock.now + .seconds(Settings.size(4, full: 60))
        while ContinuousClock.now < end {
            for call in calls {
                do {
                    try await call()
                    read += 1
                } catch is UnexpectedAnswer {
                    refused += 1
                } catch is RedisError {
                    refused += 1
                }
            }
        }
        print("figure: \(read) spoilt answers of scripts read, \(refused) refused")
        #expect(read > 100 && refused > 100)
    }
}
