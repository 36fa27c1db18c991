import Testing

@testable import Postgres

@Suite("Small parts")
struct SmallPartsTests {
    @Test("attempts to connect are 50 ms apart, then twice as long each time, at most 1 s")
    func backoff() {
        let now = ContinuousClock.now
        var backoff = Backoff()
        #expect(backoff.delay(now: now) == .zero)
        let delays = (0..<7).map { _ in
            backoff.failed(now: now)
            return backoff.delay(now: now)
        }
        #expect(delays == [50, 100, 200, 400, 800, 1000, 1000].map { .milliseconds($0) })
        #expect(backoff.delay(now: now + .seconds(2)) == .zero)
        backoff.succeeded()
        #expect(backoff.delay(now: now) == .zero)
    }

    @Test("a queue gives back what went in, in order, however pushes and pops alternate")
    func fifo() {
        var queue = FIFO<Int>()
        var expected: [Int] = []
        var popped: [Int] = []
        for number in 0..<1000 {
            queue.append(number)
            expected.append(number)
            if number % 3 != 0, let first = queue.popFirst() { popped.append(first) }
        }
        #expect(popped + Array(queue) == expected)
        #expect(queue.count == 1000 - popped.count)
        queue.removeAll { $0 % 2 == 0 }
        #expect(queue.allSatisfy { $0 % 2 == 1 })
        #expect(queue.takeAll().count + 1 > queue.count)
        #expect(queue.isEmpty)
    }

    @Test("each attempt begins with another of the hosts that the URI names, ports and addresses in step")
    func hosts() throws {
        let configuration = DatabaseConfiguration(url: "postgresql://u@a:1,b:2,c:3/d")
        let parameters = try ConnectionParameters(configuration)
        func value(_ keyword: String, attempt: Int) -> String? {
            parameters.pairs(attempt: attempt).last { $0.keyword == keyword }?.value
        }
        #expect((0..<4).map { value("host", attempt: $0) } == ["a,b,c", "b,c,a", "c,a,b", "a,b,c"])
        #expect((0..<2).map { value("port", attempt: $0) } == ["1,2,3", "2,3,1"])
        let single = try ConnectionParameters(DatabaseConfiguration(url: "postgresql://a/d"))
        #expect(!single.pairs(attempt: 1).contains { $0.keyword == "host" })
    }

    @Test("a malformed URI is refused at once, and not quoted")
    func malformed() {
        let error = #expect(throws: PostgresError.self) {
            try Database(DatabaseConfiguration(url: "postgresql://user:s3cret@host/x?colour=s3cret"))
        }
        #expect(error?.kind == .invalid)
        #expect(error?.debugDescription.contains("s3cret") == false)
        let configuration = DatabaseConfiguration(url: "postgresql://user:s3cret@host/x")
        #expect(!"\(configuration) \(String(reflecting: configuration))".contains("s3cret"))
    }

    @Test(
        "errors say whether they are worth another try and whether the outcome is known",
        arguments: [
            (PostgresError.Kind.unavailable, true, false), (.connectionLost, false, true), (.timedOut, false, true),
            (.server(sqlState: "40001"), true, false), (.server(sqlState: "40P01"), true, false),
            (.server(sqlState: "57P01"), true, false), (.server(sqlState: "57P03"), true, false),
            (.server(sqlState: "08006"), true, false), (.server(sqlState: "53300"), true, false),
            (.server(sqlState: "23505"), false, false), (.server(sqlState: "57014"), false, false),
            (.decoding, false, false), (.invalid, false, false), (.closed, false, false),
        ])
    func errors(kind: PostgresError.Kind, isRetryable: Bool, isOutcomeUnknown: Bool) {
        let error = PostgresError(kind, message: "Key (email)=(a@b) exists")
        #expect(error.isRetryable == isRetryable)
        #expect(error.isOutcomeUnknown == isOutcomeUnknown)
        #expect(!error.description.contains("a@b"))
        #expect(error.debugDescription.contains("a@b"))
    }
}
