import ChannelTestSupport
import Foundation
import HTTPClient
import Reactor
import Testing

@testable import Channels

/// One endpoint for the tests that look at paths of their own.
enum SharedEndpoint {
    static let secrets = [WebhookSecret.random(), WebhookSecret.random()]
    private static let task = Task {
        let server = try await ChannelServer(.webhook)
        try await server.set { $0.secrets = secrets.map { $0.reveal() } }
        return server
    }

    static func get() async throws -> ChannelServer { try await task.value }
}

extension WebhookChannel {
    /// May reach this machine, and gives up sooner.
    static func local(
        attempt: Duration = .seconds(20), authority: String? = nil, resolver: HostResolver = HostResolver()
    ) -> WebhookChannel {
        var limits = Limits()
        limits.attempt = attempt
        return WebhookChannel(
            addresses: AddressGuard(allowing: ["127.0.0.1", "127.0.0.2"].compactMap { IPNetwork($0) }), limits: limits,
            certificateAuthorityFile: authority, resolver: resolver)
    }

    func deliver(_ body: String = #"{"type":"message"}"#, to url: String, id: String = "msg_1") async -> DeliveryOutcome
    {
        await deliver(
            Array(body.utf8), to: url, id: id, secrets: SharedEndpoint.secrets, until: .now + .seconds(30))
    }
}

@Suite("What comes of a delivery to an endpoint", .timeLimit(.minutes(1)))
struct WebhookChannelTests {
    private func outcome(_ path: String, _ step: ChannelServer.Step) async throws -> DeliveryOutcome {
        let server = try await SharedEndpoint.get()
        try await server.script(path, step)
        return await WebhookChannel.local().deliver(to: server.url(path))
    }

    @Test("what arrives is verified by an independent receiver, with each of two secrets")
    func verified() async throws {
        let server = try await SharedEndpoint.get()
        let body = #"{"type":"message","data":{"subject":"Été à 8 h"}}"#
        let outcome = await WebhookChannel.local().deliver(body, to: server.url("/verified?a=b"), id: "msg_verified")
        #expect(outcome.kind == .sent)
        #expect(outcome.code == "204")
        #expect(outcome.messageID == "msg_verified")
        let request = try #require(try await server.requests("/verified", atLeast: 1).first)
        #expect(request.verdict == ["verified", "verified"])
        #expect(request.body == body)
        #expect(request.method == "POST")
        #expect(request.target == "/verified?a=b")
        #expect(request.headers["webhook-id"] == "msg_verified")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["user-agent"] == "flotilla-webhooks")
        #expect(request.headers["accept-encoding"] == nil)
    }

    @Test("a repetition has the same id and the time of its own attempt")
    func repeated() async throws {
        let server = try await SharedEndpoint.get()
        let local = AddressGuard(allowing: ["127.0.0.1"].compactMap { IPNetwork($0) })
        for seconds in [1_700_000_000.9, 1_700_000_005.0] {
            let channel = WebhookChannel(addresses: local, now: { Date(timeIntervalSince1970: seconds) })
            _ = await channel.deliver(to: server.url("/repeated"), id: "msg_same")
        }
        let requests = try await server.requests("/repeated", atLeast: 2)
        #expect(requests.map { $0.headers["webhook-id"] } == ["msg_same", "msg_same"])
        #expect(requests.map { $0.headers["webhook-timestamp"] } == ["1700000000", "1700000005"])
        #expect(
            requests.map(\.verdict) == [["Message timestamp too old"], ["Message timestamp too old"]].map { $0 + $0 })
    }

    @Test("a status of success is sent, with what the endpoint said", arguments: [200, 201, 202, 204, 299])
    func success(_ status: Int) async throws {
        let outcome = try await outcome("/success-\(status)", .init(status, body: status == 204 ? "" : "thanks\r\n"))
        #expect(outcome.kind == .sent)
        #expect(outcome.code == "\(status)")
        #expect(!outcome.speaksOfDestination)
        #expect(outcome.text.hasSuffix(status == 204 ? "took it." : "took it: thanks"))
    }

    @Test(
        "any other status is a failure that may pass, but for 410",
        arguments: [300, 301, 304, 400, 401, 404, 409, 418, 422, 429, 500, 501, 502, 503, 504])
    func failure(_ status: Int) async throws {
        let outcome = try await outcome("/failure-\(status)", .init(status, body: status == 304 ? "" : "no"))
        #expect(outcome.kind == .deferred(after: nil))
        #expect(outcome.code == "\(status)")
        #expect(outcome.speaksOfDestination)
    }

    @Test("410 is for good; a message that is too large says nothing of the endpoint")
    func special() async throws {
        let gone = try await outcome("/gone", .init(410, body: "bye"))
        #expect(gone.kind == .refused)
        #expect(gone.code == "410")
        #expect(gone.speaksOfDestination)
        let large = try await outcome("/large", .init(413))
        #expect(large.kind == .deferred(after: nil))
        #expect(!large.speaksOfDestination)
    }

    @Test(
        "Retry-After is honoured where it means something, for at most a day",
        arguments: [
            (429, "7", 7), (502, "7", 7), (503, "7", 7), (504, "7", 7), (429, "999999", 86_400),
            (429, "99999999999999999999999", 86_400), (500, "7", nil), (400, "7", nil), (429, "0", nil),
            (429, "-5", nil), (429, "soon", nil), (429, "", nil), (503, "Sun, 06 Nov 1994 08:49:37 GMT", nil),
        ] as [(Int, String, Int?)])
    func retryAfter(_ status: Int, _ value: String, _ seconds: Int?) async throws {
        let path = "/wait-\(status)-\(value.filter(\.isLetter))\(value.count)"
        let outcome = try await outcome(path, .init(status, headers: ["Retry-After": value]))
        #expect(outcome.kind == .deferred(after: seconds.map { .seconds($0) }))
    }

    @Test("Retry-After may be a date")
    func retryDate() async throws {
        let server = try await SharedEndpoint.get()
        try await server.script("/date", .init(503, headers: ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"]))
        let local = AddressGuard(allowing: ["127.0.0.1"].compactMap { IPNetwork($0) })
        let channel = WebhookChannel(addresses: local, now: { Date(timeIntervalSince1970: 784_111_777 - 90) })
        #expect(await channel.deliver(to: server.url("/date")).kind == .deferred(after: .seconds(90)))
    }

    @Test("a redirect is a failure and is not followed")
    func redirect() async throws {
        let server = try await SharedEndpoint.get()
        try await server.script("/moved", .init(302, headers: ["Location": server.url("/landed")]))
        try await server.script(
            "/metadata", .init(307, headers: ["Location": "http://169.254.169.254/latest/meta-data"]))
        let outcomes = [
            await WebhookChannel.local().deliver(to: server.url("/moved")),
            await WebhookChannel.local().deliver(to: server.url("/metadata")),
        ]
        #expect(outcomes.map(\.kind) == [.deferred(after: nil), .deferred(after: nil)])
        #expect(outcomes.map(\.code) == ["302", "307"])
        #expect(try await server.requests("/landed").isEmpty)
    }

    @Test("of an answer a kilobyte is kept, cleaned; more of it, or headers of 64 KB, are no error")
    func large() async throws {
        let big = try await outcome("/big", .init(200, body: "line\r\n\u{1B}[31mred \u{202E}x", size: 5_000_000))
        #expect(big.kind == .sent)
        #expect(big.text.count == DeliveryOutcome.textCharacters)
        #expect(big.text.hasPrefix("The endpoint took it: line [31mred xxxx"))
        #expect(try await outcome("/head", .init(200, head: 64_000)).kind == .sent)
        #expect(try await outcome("/flood", .init(200, fault: .flood)).kind == .unknown)
    }

    @Test("what breaks off after the head counts by its status")
    func headDecides() async throws {
        #expect(try await outcome("/cut", .init(200, fault: .cut)).kind == .sent)
        #expect(try await outcome("/cut-500", .init(500, fault: .cut)).kind == .deferred(after: nil))
        let server = try await SharedEndpoint.get()
        try await server.script("/drip", .init(202, fault: .drip))
        let drip = await WebhookChannel.local(attempt: .milliseconds(400)).deliver(to: server.url("/drip"))
        #expect(drip.kind == .sent)
        #expect(drip.code == "202")
    }

    @Test(
        "no answer after the message was handed over is not known",
        arguments: [
            (ChannelServer.Step.Fault.silent, "timed_out"), (.dripHead, "timed_out"), (.close, "connection_closed"),
            (.garbage, "malformed_answer"),
        ])
    func unknown(_ fault: ChannelServer.Step.Fault, _ code: String) async throws {
        let server = try await SharedEndpoint.get()
        try await server.script("/\(fault)", .init(fault: fault))
        let outcome = await WebhookChannel.local(attempt: .milliseconds(500)).deliver(to: server.url("/\(fault)"))
        #expect(outcome.kind == .unknown)
        #expect(outcome.code == code)
        #expect(outcome.speaksOfDestination)
    }

    @Test("an endpoint that takes no connection is tried again; one that closes it unread may have had the message")
    func unreachable() async throws {
        let ports = try await SharedEndpoint.get().ports
        let refused = await WebhookChannel.local().deliver(to: "http://127.0.0.1:\(ports.refused)/")
        #expect(refused.kind == .deferred(after: nil))
        #expect(refused.code == "cannot_connect")
        let unread = await WebhookChannel.local().deliver(to: "http://127.0.0.1:\(ports.unread)/")
        #expect(unread.kind == .unknown)
    }

    @Test("a delivery without a secret is not sent unsigned")
    func unsigned() async throws {
        let server = try await SharedEndpoint.get()
        let outcome = await WebhookChannel.local().deliver(
            [], to: server.url("/unsigned"), id: "a", secrets: [], until: .now + .seconds(5))
        #expect(outcome.kind == .refused)
        #expect(outcome.code == "no_secret")
        #expect(try await server.requests("/unsigned").isEmpty)
    }

    @Test("a time that has passed sends nothing")
    func late() async throws {
        let server = try await SharedEndpoint.get()
        let outcome = await WebhookChannel.local().deliver(
            [], to: server.url("/late"), id: "a", secrets: SharedEndpoint.secrets, until: .now - .seconds(1))
        #expect(outcome.kind == .deferred(after: nil))
        #expect(!outcome.speaksOfDestination)
        #expect(try await server.requests("/late").isEmpty)
    }

    @Test("a cancelled delivery says what is known")
    func cancelled() async throws {
        let server = try await SharedEndpoint.get()
        try await server.script("/cancelled", .init(fault: .silent))
        let task = Task { await WebhookChannel.local().deliver(to: server.url("/cancelled")) }
        _ = try await server.requests("/cancelled", atLeast: 1)
        task.cancel()
        let outcome = await task.value
        #expect(outcome.kind == .unknown)
        #expect(outcome.code == "cancelled")
        #expect(!outcome.speaksOfDestination)
    }
}
