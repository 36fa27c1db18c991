import Testing

@testable import Redis

extension RedisTests {
    @Suite("The line of commands under way")
    struct PipelineTests {
        private let start = ContinuousClock.now

        private func entry(_ waiter: String, _ expected: Int = 1, deadline: Int = 10, patience: Int = 100)
            -> Pipeline<String>.Entry
        {
            .init(
                waiter: waiter, expected: expected, position: 0, deadline: start + .seconds(deadline),
                patience: start + .seconds(patience))
        }

        @Test("replies go to callers in the order of their commands")
        func order() throws {
            var pipeline = Pipeline<String>()
            pipeline.append(entry("a", 2))
            pipeline.append(entry("b"))
            #expect(try pipeline.receive(.integer(1)) == nil)
            let first = try #require(try pipeline.receive(.integer(2)))
            #expect(first.waiter == "a")
            #expect(first.replies == [.integer(1), .integer(2)])
            let second = try #require(try pipeline.receive(.integer(3)))
            #expect(second.waiter == "b")
            #expect(pipeline.isEmpty)
        }

        @Test("a caller that stopped waiting leaves its place, so that the next reply stays the next caller's")
        func late() throws {
            var pipeline = Pipeline<String>()
            pipeline.append(entry("hurried", deadline: 1))
            pipeline.append(entry("patient"))
            let expiry = pipeline.expire(at: start + .seconds(2))
            #expect(expiry.waiters == ["hurried"])
            #expect(!expiry.isAbandoned)
            #expect(expiry.next == start + .seconds(10))
            #expect(pipeline.lateCount == 1)
            #expect(try pipeline.receive(.integer(1))?.waiter == .some(nil))
            #expect(pipeline.lateCount == 0)
            let patient = try #require(try pipeline.receive(.integer(2)))
            #expect(patient.waiter == "patient")
            #expect(patient.replies == [.integer(2)])
        }

        @Test("the connection is given up when the first in line exhausts its patience, callers or not")
        func abandoned() {
            var pipeline = Pipeline<String>()
            pipeline.append(entry("a", deadline: 1, patience: 5))
            #expect(pipeline.expire(at: start + .seconds(1)).next == start + .seconds(5))
            #expect(pipeline.expire(at: start + .seconds(5)).isAbandoned)
        }

        @Test("a reply without a request is refused")
        func unasked() {
            var pipeline = Pipeline<String>()
            #expect(throws: RedisError.self) { try pipeline.receive(.integer(1)) }
        }

        @Test("a long line keeps its order while it is shortened from the front")
        func long() throws {
            var pipeline = Pipeline<String>()
            var next = 0
            for index in 0..<10_000 {
                pipeline.append(entry("\(index)"))
                if index % 3 > 0 {
                    #expect(try pipeline.receive(.null)?.waiter == "\(next)")
                    next += 1
                }
            }
            #expect(pipeline.removeAll().first?.waiter == "\(next)")
            #expect(pipeline.isEmpty)
        }
    }
}

extension Pipeline.Entry: Equatable where Waiter: Equatable {
    public static func == (one: Self, other: Self) -> Bool {
        one.waiter == other.waiter && one.replies == other.replies
    }
}
