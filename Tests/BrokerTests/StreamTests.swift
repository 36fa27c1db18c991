import Broker
import Foundation
import Jobs
import Redis
import Testing

@Suite("Streams in Redis")
struct StreamTests {
    private let id = Make.minter.mint()

    private func write(
        _ chunks: [String], from first: Int = 1, token: ClaimToken = ClaimToken(7), attempt: Int = 1,
        progress: JobProgress? = nil, isWhole: Bool? = nil
    ) -> JobStreamWrite {
        JobStreamWrite(
            claim: Claim(id: id, token: token), attempt: attempt, first: first, chunks: chunks.map { Array($0.utf8) },
            progress: progress, isWhole: isWhole ?? (first == 1))
    }

    private func read(
        _ test: BrokerUnderTest, after sequence: Int = 0, attempt: Int = 1, edition: String? = nil, limit: Int = 1 << 20
    ) async throws -> JobStreamPage? {
        let place = JobStreamPosition(attempt: attempt, sequence: sequence, edition: edition)
        return try await test.broker.read([(id, place)], in: test.queue, limit: limit, within: .seconds(10))[0]
    }

    private func texts(_ page: JobStreamPage?) -> [String] {
        (page?.chunks ?? []).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("what was written is read in order, from any place on, with the last word of progress")
    func roundTrip() async throws {
        try await BrokerUnderTest.with { test in
            #expect(try await read(test) == nil)
            _ = try await test.broker.write([write(["1", "2", "3"])], in: test.queue)
            _ = try await test.broker.write(
                [write(["4"], from: 4, progress: JobProgress(percent: 12.5, message: "größe"))], in: test.queue)
            let page = try await read(test)
            #expect(texts(page) == ["1", "2", "3", "4"])
            #expect(page?.first == 1 && page?.last == 4 && page?.start == 1)
            #expect(page?.progress == JobProgress(percent: 12.5, message: "größe"))
            #expect(texts(try await read(test, after: 2, edition: page?.edition)) == ["3", "4"])
            #expect(texts(try await read(test, after: 4)) == [])
            // Another edition's place says nothing about this one.
            #expect(texts(try await read(test, after: 2, edition: "0")) == ["1", "2", "3", "4"])
            #expect(texts(try await read(test, limit: 0)) == [])
            #expect(texts(try await read(test, limit: 1)) == ["1"])
        }
    }

    @Test("a claim that was replaced writes nothing: neither below the lease of another, nor after a later attempt")
    func fence() async throws {
        try await BrokerUnderTest.with { test in
            let offer = Make.offer()
            let (old, new) = (ClaimToken(1), ClaimToken(2))
            func write(_ token: ClaimToken, _ attempt: Int, _ text: String, from first: Int = 1) async throws {
                _ = try await test.broker.write(
                    [
                        JobStreamWrite(
                            claim: Claim(id: offer.id, token: token), attempt: attempt, first: first,
                            chunks: [Array(text.utf8)], progress: nil, isWhole: first == 1)
                    ], in: test.queue)
            }
            func read() async throws -> JobStreamPage? {
                try await test.broker.read(
                    [(offer.id, JobStreamPosition(attempt: 0))], in: test.queue, limit: 1000, within: .seconds(10))[0]
            }
            try await write(old, 1, "old")
            // Another worker took it, and has published nothing yet.
            try await test.broker.offer([offer])
            let taken = try await test.broker.take(
                from: test.queue, kinds: [Make.kind], tokens: [new], session: UUID(), lease: .seconds(30))
            #expect(taken.count == 1)
            try await write(old, 1, "late", from: 2)
            #expect(texts(try await read()) == ["old"])
            try await write(new, 2, "new")
            #expect(texts(try await read()) == ["new"])
            // Without any lease the later attempt stays.
            try await test.broker.settle(
                [EndedLease(claim: Claim(id: offer.id, token: new), slotTime: .zero)], in: test.queue)
            try await write(old, 1, "later")
            let page = try await read()
            #expect(texts(page) == ["new"] && page?.attempt == 2)
        }
    }

    @Test("the same number of an attempt in other hands is another edition")
    func twins() async throws {
        try await BrokerUnderTest.with { test in
            _ = try await test.broker.write([write(["1", "2"])], in: test.queue)
            let first = try await read(test)
            _ = try await test.broker.write([write(["x"], token: ClaimToken(8))], in: test.queue)
            let second = try await read(test, after: 1, edition: first?.edition)
            #expect(texts(second) == ["x"])
            #expect(second?.edition != first?.edition)
        }
    }

    @Test("a stream keeps its newest bytes, and says from where on")
    func bound() async throws {
        try await BrokerUnderTest.with { test in
            let chunk = String(repeating: "x", count: 10_000)
            for round in 0..<30 {
                _ = try await test.broker.write(
                    [write(Array(repeating: chunk, count: 10), from: round * 10 + 1)], in: test.queue)
            }
            let page = try await read(test, limit: 4 << 20)
            #expect(page?.last == 300)
            let first = try #require(page?.first)
            #expect(page?.start == first && page?.chunks.count == 300 - first + 1)
            #expect((page?.chunks.reduce(0) { $0 + $1.count } ?? 0) <= Limits.streamBytes)
            #expect((page?.chunks.count ?? 0) > 45)
            #expect(try await test.usedMemory() < 8 << 20)
        }
    }

    @Test("after a loss of everything, or of one key of two, the stream begins anew where its run is")
    func wiped() async throws {
        try await BrokerUnderTest.with { test in
            _ = try await test.broker.write([write(["1", "2"])], in: test.queue)
            let before = try await read(test)
            try await test.flush()
            // It goes on from what is lost: nothing is written, and the whole asked for.
            #expect(try await test.broker.write([write(["3"], from: 3)], in: test.queue) == [id])
            #expect(try await read(test) == nil)
            #expect(try await test.broker.write([write(["1", "2", "3"])], in: test.queue) == [])
            let after = try await read(test)
            #expect(texts(after) == ["1", "2", "3"] && after?.edition != before?.edition)
            for word in ["chunks", "about"] {
                try await test.delete(try await test.keys().filter { $0.contains(word) })
                #expect(try await read(test) == nil)
                #expect(try await test.broker.write([write(["4"], from: 4)], in: test.queue) == [id])
                _ = try await test.broker.write([write(["2", "3"], from: 2, isWhole: true)], in: test.queue)
                let again = try await read(test)
                #expect(texts(again) == ["2", "3"] && again?.first == 2 && again?.edition != after?.edition)
            }
        }
    }

    @Test("chunks that were never written are asked for, and show as a gap when they are gone")
    func gap() async throws {
        try await BrokerUnderTest.with { test in
            _ = try await test.broker.write([write(["1"])], in: test.queue)
            let before = try await read(test)
            #expect(try await test.broker.write([write(["5"], from: 5)], in: test.queue) == [id])
            #expect(texts(try await read(test)) == ["1"])
            _ = try await test.broker.write([write(["4", "5"], from: 4, isWhole: true)], in: test.queue)
            let page = try await read(test, after: 1)
            #expect(texts(page) == ["4", "5"] && page?.first == 4 && page?.start == 4)
            #expect(page?.edition == before?.edition)
        }
    }

    @Test("a waiting reader learns which jobs' streams were written to, and misses none between two waits")
    func changes() async throws {
        try await BrokerUnderTest.with { test in
            let start = try await test.broker.changes(in: test.queue, after: nil, for: .seconds(1))
            #expect(start.ids.isEmpty)
            _ = try await test.broker.write([write(["1"])], in: test.queue)
            let first = try await test.broker.changes(in: test.queue, after: start.cursor, for: .seconds(10))
            #expect(first.ids == [id])
            async let waiting = test.broker.changes(in: test.queue, after: first.cursor, for: .seconds(10))
            _ = try await test.broker.write([write(["2"], from: 2)], in: test.queue)
            #expect(try await waiting.ids == [id])
            let none = try await test.broker.changes(in: test.queue, after: nil, for: .seconds(1))
            let after = try await test.broker.changes(in: test.queue, after: none.cursor, for: .milliseconds(50))
            #expect(after.ids.isEmpty && after.cursor == none.cursor)
        }
    }

    @Test("where a job is: behind how many of its own tenant, whatever the kind and the limit key; leased; unknown")
    func place() async throws {
        try await BrokerUnderTest.with { test in
            let tenant = UUID()
            let first = (0..<3).map { _ in Make.offer(tenant: tenant) }
            let other = Make.offer(tenant: tenant, limitKey: "a", priority: 1)
            let last = Make.offer(tenant: tenant)
            let low = Make.offer(tenant: tenant, limitKey: "a", priority: 9)
            try await test.broker.offer(first + [other, last, low, Make.offer()])
            func place(_ offer: Offer) async throws -> DispatcherPosition {
                try await test.broker.place(
                    of: offer.id, tenant: offer.tenant, lane: offer.lane, in: test.queue, within: .seconds(10))
            }
            #expect(try await place(other) == .ready(ahead: 0, tenants: 2))
            #expect(try await place(first[0]) == .ready(ahead: 1, tenants: 2))
            #expect(try await place(last) == .ready(ahead: 4, tenants: 2))
            #expect(try await place(low) == .ready(ahead: 5, tenants: 2))
            #expect(try await place(Make.offer()) == .unknown)
            let due = Make.offer(tenant: tenant, runAt: Date() + 60)
            try await test.broker.offer([due])
            #expect(try await place(due) == .due)
            let tokens = ClaimToken.random(7)
            let taken = try await test.broker.take(
                from: test.queue, kinds: [Make.kind], tokens: tokens, session: UUID(), lease: .seconds(30))
            #expect(taken.count == 7)
            #expect(try await place(last) == .leased)
        }
    }

    @Test("ten minutes after the last word nothing is left")
    func life() async throws {
        try await BrokerUnderTest.with { test in
            _ = try await test.broker.write([write(["1"], progress: JobProgress(percent: 1))], in: test.queue)
            let keys = try await test.keys()
            #expect(keys.count == 3)
            for key in keys {
                let left = try await test.redis.command(RedisCommand("PTTL", .text(key))).int ?? -1
                #expect((1...600_000).contains(left), "\(key): \(left)")
                try await test.redis.command(RedisCommand("PEXPIRE", .text(key), 60_000))
            }
            // A write of nothing keeps it.
            _ = try await test.broker.write([write([], from: 2)], in: test.queue)
            for key in keys {
                let left = try await test.redis.command(RedisCommand("PTTL", .text(key))).int ?? -1
                #expect(left > 60_000, "\(key): \(left)")
            }
            #expect(texts(try await read(test)) == ["1"])
        }
    }
}
