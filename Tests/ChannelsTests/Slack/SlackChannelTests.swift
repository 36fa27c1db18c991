import ChannelTestSupport
import Foundation
import HTTPClient
import Operations
import Testing

@testable import Channels

@Suite("What comes of a message to Slack", .timeLimit(.minutes(1)))
struct SlackChannelTests {
    private static let hook = "/services/T0/B0/right"
    private static let shared = Task {
        let server = try await ChannelServer(.slack)
        try await server.set {
            $0.hooks = [hook, "/services/taken", "/services/close", "/services/silent", "/services/garbage"]
        }
        return server
    }
    private static let http = WebClient()
    private let message = SlackMessage(title: "P1: <API> & co", body: "It is down.", link: "https://app.example/a?b&c")

    private func post(
        _ server: ChannelServer, _ path: String, _ limit: Duration = .seconds(10)
    ) async -> DeliveryOutcome {
        await SlackChannel(http: Self.http).deliver(
            message, to: .webhook(Secret(server.url(path))), until: .now + limit)
    }

    private func call(
        _ server: ChannelServer, api: String = "/api", channel: String = "C0ALERTS", token: String = "xoxb-test"
    ) async -> DeliveryOutcome {
        await SlackChannel(http: Self.http, api: server.url(api)).deliver(
            message, to: .channel(channel, token: Secret(token)), until: .now + .seconds(10))
    }

    @Test("an incoming webhook takes the message, and what it gets is what Slack demands")
    func webhook() async throws {
        let server = try await Self.shared.value
        let outcome = await post(server, "/services/taken")
        #expect(outcome.kind == .sent)
        #expect(outcome.code == "ok")
        let request = try #require(try await server.requests("/services/taken", atLeast: 1).first)
        #expect(request.verdict == ["ok"])
        #expect(request.body.contains(#""text":"P1: &lt;API&gt; &amp; co\nIt is down.""#))
        #expect(request.body.contains(#""unfurl_links":false"#))
        #expect(request.headers["authorization"] == nil)
    }

    @Test("chat.postMessage takes the message, and says what it calls it")
    func method() async throws {
        let server = try await ChannelServer(.slack)
        let outcome = await call(server)
        #expect(outcome.kind == .sent)
        #expect(outcome.messageID == "1700000000.000100")
        let request = try #require(try await server.requests(atLeast: 1).first)
        #expect(request.verdict == ["ok"])
        #expect(request.headers["authorization"] == "Bearer xoxb-test")
    }

    @Test("the longest message is taken")
    func longest() async throws {
        let server = try await Self.shared.value
        let long = SlackMessage(
            title: String(repeating: "é<", count: 500), body: String(repeating: "&🇫🇷", count: 50_000))
        let outcome = await SlackChannel(http: Self.http).deliver(
            long, to: .webhook(Secret(server.url(Self.hook))), until: .now + .seconds(10))
        #expect(outcome.kind == .sent)
    }

    @Test("what is wrong with the settings is refused, in Slack's words, with what to do")
    func refused() async throws {
        let server = try await Self.shared.value
        let outcomes = [
            await post(server, "/services/T0/B0/gone"), await call(server, channel: "C0OTHER"),
            await call(server, token: "xoxb-wrong"),
        ]
        #expect(outcomes.map(\.kind) == [.refused, .refused, .refused])
        #expect(outcomes.map(\.code) == ["no_service", "channel_not_found", "invalid_auth"])
        #expect(outcomes.map(\.speaksOfDestination) == [true, true, true])
        #expect(outcomes[1].text.contains("invite the bot"))
        for outcome in outcomes { #expect(!outcome.text.contains("xoxb") && !outcome.text.contains("B0")) }
    }

    @Test(
        "each answer of a webhook has its meaning",
        arguments: [
            (400, "invalid_payload", DeliveryOutcome.Kind.refused, false), (400, "no_text", .refused, false),
            (403, "action_prohibited", .refused, true), (403, "invalid_token", .refused, true),
            (404, "channel_not_found", .refused, true), (410, "channel_is_archived", .refused, true),
            (302, "", .refused, true), (500, "rollup_error", .unknown, true), (503, "<html>", .unknown, true),
            (429, "rate_limited", .deferred(after: .seconds(30)), true), (200, "<html>welcome", .unknown, true),
            (200, "", .unknown, true), (200, "ok\n", .sent, false),
        ] as [(Int, String, DeliveryOutcome.Kind, Bool)])
    func webhookAnswers(_ status: Int, _ body: String, _ kind: DeliveryOutcome.Kind, _ speaks: Bool) async throws {
        let server = try await Self.shared.value
        let path = "/services/\(status)-\(body.filter(\.isLetter))"
        try await server.script(path, .init(status, headers: ["Retry-After": "30", "Location": "/other"], body: body))
        let outcome = await post(server, path)
        #expect(outcome.kind == kind)
        #expect(outcome.speaksOfDestination == speaks)
    }

    @Test(
        "each answer of a method has its meaning",
        arguments: [
            (
                200, #"{"ok":false,"error":"ratelimited"}"#, "ratelimited",
                DeliveryOutcome.Kind.deferred(after: .seconds(7))
            ),
            (429, #"{"ok":false,"error":"ratelimited"}"#, "ratelimited", .deferred(after: .seconds(7))),
            (429, "", "429", .deferred(after: .seconds(7))),
            (200, #"{"ok":false,"error":"not_in_channel"}"#, "not_in_channel", .refused),
            (200, #"{"ok":false,"error":"something_new"}"#, "something_new", .refused),
            (200, #"{"ok":false}"#, "200", .refused),
            (200, #"{"ok":false,"error":"<script>"}"#, "200", .refused),
            (200, #"{"ok":false,"error":"internal_error"}"#, "internal_error", .unknown),
            (200, #"{"ok":false,"error":"fatal_error"}"#, "fatal_error", .unknown),
            (503, #"{"ok":false,"error":"service_unavailable"}"#, "service_unavailable", .deferred(after: .seconds(7))),
            (500, "", "500", .unknown), (200, "ok", "unexpected_answer", .unknown),
            (200, "", "unexpected_answer", .unknown),
            (401, "", "401", .refused),
        ] as [(Int, String, String, DeliveryOutcome.Kind)])
    func methodAnswers(_ status: Int, _ body: String, _ code: String, _ kind: DeliveryOutcome.Kind) async throws {
        let server = try await Self.shared.value
        let api = "/api-\(status)-\(body.filter(\.isLetter))"
        try await server.script(api + "/chat.postMessage", .init(status, headers: ["Retry-After": "7"], body: body))
        let outcome = await call(server, api: api)
        #expect(outcome.kind == kind)
        #expect(outcome.code == code)
    }

    @Test(
        "what broke off after the message was sent is unknown, and it was sent once",
        arguments: [
            ChannelServer.Step.Fault.close, .silent, .garbage,
        ])
    func unknown(_ fault: ChannelServer.Step.Fault) async throws {
        let server = try await Self.shared.value
        let client = WebClient()
        let channel = SlackChannel(http: client)
        let path = "/services/\(fault)"
        // A connection that could be kept, and would make libcurl repeat what breaks on it.
        _ = await channel.deliver(message, to: .webhook(Secret(server.url(path))), until: .now + .seconds(10))
        try await server.script(path, .init(fault: fault))
        let outcome = await channel.deliver(message, to: .webhook(Secret(server.url(path))), until: .now + .seconds(1))
        #expect(outcome.kind == .unknown)
        #expect(try await server.requests(path).count == 2)
    }

    @Test("what was not sent is tried again, and a URL that is none is refused without being shown")
    func unsent() async throws {
        let server = try await Self.shared.value
        let channel = SlackChannel(http: Self.http)
        let refused = Secret("http://127.0.0.1:\(server.ports.refused)/services/secret")
        let outcome = await channel.deliver(message, to: .webhook(refused), until: .now + .seconds(5))
        #expect(outcome.kind == .deferred(after: nil))
        #expect(!outcome.text.contains("secret"))
        let wrong = await channel.deliver(message, to: .webhook(Secret("services/secret")), until: .now + .seconds(5))
        #expect(wrong.kind == .refused)
        #expect(wrong.code == "invalid_url")
        #expect(!wrong.text.contains("secret"))
        let token = await channel.deliver(message, to: .channel("C", token: Secret("a\nb")), until: .now + .seconds(5))
        #expect(token.kind == .refused)
        #expect(token.code == "invalid_request")
    }
}
