import AWSTestSupport
import Foundation
import Testing

@testable import AWS

@Suite("Calls to an AWS that misbehaves")
struct AWSClientFaultTests {
    @Test("throttling is waited out; beyond the attempts that are allowed it is the error")
    func throttling() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        let (limit, slow) = (
            ScriptedAWS.Step.error("RequestLimitExceeded", status: 503),
            ScriptedAWS.Step.error("Throttling", status: 400)
        )
        try await aws.script("DescribeInstances", limit, slow)
        let context = fixture.context()
        #expect(try await fixture.failure(context) == nil)
        #expect(context.counter.count == 3)
        try await aws.script("DescribeInstances", repeats: true, limit)
        let error = try await fixture.failure(fixture.context())
        #expect(error?.kind == .throttled)
        #expect(error?.code == "RequestLimitExceeded")
        #expect(try await aws.calls().count == 6)
    }

    @Test("a wait that would outlast the deadline is not begun")
    func retryAfter() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script("DescribeInstances", .error("Throttling", headers: ["Retry-After": "61"]))
        let context = fixture.context(.seconds(60))
        // After waiting in vain the error would be the deadline's.
        #expect(try await fixture.failure(context)?.kind == .throttled)
        #expect(context.counter.count == 1)
    }

    @Test(
        "what passes is waited out for as long as there is time, however often it is answered",
        arguments: [
            .error("RequestLimitExceeded", status: 503), .error("SlowDown", status: 503), .error("Throttling"),
            .error("ServiceUnavailable", status: 503), .body("", status: 503), .reset,
        ] as [ScriptedAWS.Step])
    func patience(_ step: ScriptedAWS.Step) async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url) { $0.retries = RetryPolicy() }
        try await aws.script("DescribeInstances", step, step, step, step, step)
        let context = fixture.context(.seconds(30))
        #expect(try await fixture.failure(context) == nil)
        #expect(context.counter.count == 6)
    }

    @Test("an AWS that throttles until the deadline is reported as throttling then, and not before")
    func throttledToTheEnd() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url) { $0.retries = RetryPolicy() }
        try await aws.script("DescribeInstances", repeats: true, .error("RequestLimitExceeded", status: 503))
        let began = ContinuousClock.now
        let context = fixture.context(.seconds(4))
        #expect(try await fixture.failure(context)?.kind == .throttled)
        #expect(context.counter.count >= 4)
        let spent = began.duration(to: .now)
        #expect(spent > .seconds(3) && spent < .seconds(6), "\(spent)")
    }

    @Test("the time that AWS asks for is waited")
    func asked() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url) { $0.retries = RetryPolicy() }
        try await aws.script(
            "DescribeInstances", .error("Throttling", status: 429, headers: ["Retry-After": "2"]),
            .error("SlowDown", status: 503, headers: ["x-amz-retry-after": "700"]))
        let began = ContinuousClock.now
        #expect(try await fixture.failure(fixture.context(.seconds(30))) == nil)
        #expect(began.duration(to: .now) >= .milliseconds(2700))
    }

    @Test(
        "a broken answer is asked for again",
        arguments: [
            .body("<html><body>Bad gateway</body></html>"), .body("<html></html>", status: 500), .truncated, .reset,
            .error("InternalError", status: 500), .body("", status: 503), .body(""),
        ] as [ScriptedAWS.Step])
    func transient(_ step: ScriptedAWS.Step) async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script("DescribeInstances", step, step)
        let context = fixture.context()
        #expect(try await fixture.failure(context) == nil)
        #expect(context.counter.count == 3)
    }

    @Test(
        "what keeps coming broken is an error after three attempts, never an empty list",
        arguments: [
            (.body("<html></html>"), AWSError.Kind.malformedAnswer), (.body("<html></html>", status: 500), .transient),
            (.truncated, .malformedAnswer), (.reset, .transient),
        ] as [(ScriptedAWS.Step, AWSError.Kind)])
    func capped(_ step: ScriptedAWS.Step, _ kind: AWSError.Kind) async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script("DescribeInstances", repeats: true, step)
        let context = fixture.context()
        #expect(try await fixture.failure(context)?.kind == kind)
        #expect(context.counter.count == 3)
    }

    @Test(
        "an answer that is meant to do harm is refused at once",
        arguments: [
            (
                .body("<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;\">]><a>&y;</a>"),
                .malformedAnswer
            ),
            (.huge(mebibytes: 100), .tooLarge), (.body("<Other/>"), .malformedAnswer),
        ] as [(ScriptedAWS.Step, AWSError.Kind)])
    func hostile(_ step: ScriptedAWS.Step, _ kind: AWSError.Kind) async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script("DescribeInstances", repeats: true, step)
        let context = fixture.context()
        #expect(try await fixture.failure(context)?.kind == kind)
        #expect(context.counter.count == 1)
    }

    @Test("a list ends where memory would not hold it, and what came is kept")
    func longList() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url) { $0.listItems = 100 }
        try await aws.script("DescribeInstances", repeats: true, .more(40))
        let listing = await EC2(client: fixture.client).describeInstances(in: fixture.region, fixture.context())
        #expect(listing.failure?.kind == .tooLarge && listing.elements.count == 120)
        #expect(try await aws.calls().count == 3)
    }

    @Test("a compressed answer is read")
    func gzip() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script("DescribeInstances", .gzip)
        let found = try await EC2(client: fixture.client).describeInstances(in: fixture.region, fixture.context()).get()
        #expect(found.count == 2)
    }

    @Test(
        "a silent, a dripping and a never accepting AWS end at the deadline", .timeLimit(.minutes(1)),
        arguments: ["silent", "drip", "full"])
    func slow(_ how: String) async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", repeats: true, how == "drip" ? .drip : .silent)
        let fixture = try Fixture(how == "full" ? aws.fullURL : aws.url)
        let context = fixture.context(.seconds(1))
        #expect(try await fixture.failure(context)?.kind == .timedOut)
    }

    @Test("a server that is silent once is asked again before the deadline")
    func silentOnce() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", .silent)
        let fixture = try Fixture(aws.url) { $0.firstByteLimit = .seconds(2) }
        #expect(try await fixture.failure(fixture.context()) == nil)
        #expect(try await aws.calls().count == 2)
    }

    @Test("when nothing listens the error says that the address is not reachable, and which")
    func unreachable() async throws {
        let fixture = try Fixture("http://127.0.0.1:1")
        let error = try await fixture.failure(fixture.context())
        #expect(error?.kind == .unreachable)
        #expect(error?.sentence.contains("http://127.0.0.1:1/ could not be reached") == true)
    }

    @Test("a clock that is ten minutes off is corrected once, for all calls that follow")
    func clock() async throws {
        for offset in [600, -600] {
            let aws = try await ScriptedAWS()
            try await aws.set(offset: offset)
            let fixture = try Fixture(aws.url)
            #expect(try await fixture.failure(fixture.context()) == nil)
            #expect(try await aws.calls().count == 2)
            #expect(try await fixture.failure(fixture.context()) == nil)
            #expect(try await aws.calls().count == 3)
        }
    }

    @Test("a clock error that correcting does not cure is not repeated")
    func clockInVain() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", repeats: true, .error("RequestTimeTooSkewed", status: 403))
        let fixture = try Fixture(aws.url) { $0.now = { Date().addingTimeInterval(-120) } }
        let context = fixture.context()
        #expect(try await fixture.failure(context)?.kind == .clockSkewed)
        #expect(context.counter.count == 2)
    }

    @Test("cancelling ends a call at once")
    func cancellation() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", .silent)
        let fixture = try Fixture(aws.url)
        let task = Task { try await fixture.failure(fixture.context()) }
        try await aws.await("DescribeInstances")
        task.cancel()
        #expect(try await task.value?.kind == .cancelled)
    }
}
