import ChannelTestSupport
import Foundation
import HTTPClient
import Operations
import Testing

@testable import Channels

@Suite("What comes of an event for PagerDuty", .timeLimit(.minutes(1)))
struct PagerDutyChannelTests {
    private static let shared = Task { try await ChannelServer(.pagerduty) }
    private static let http = WebClient()

    private func deliver(
        _ event: PagerDutyEvent, to server: ChannelServer, path: String = "/v2/enqueue",
        key: String = ChannelServer.routingKey, limit: Duration = .seconds(10)
    ) async -> DeliveryOutcome {
        await PagerDutyChannel(http: Self.http, url: server.url(path)).deliver(
            event, routingKey: Secret(key), until: .now + limit)
    }

    private func event(_ action: PagerDutyEvent.Action = .trigger) -> PagerDutyEvent {
        PagerDutyEvent(
            action, key: "alert/1", summary: "API is down", severity: .init(priority: "P1"),
            timestamp: Date(timeIntervalSince1970: 1_700_000_000), details: ["region": "eu-west-3"],
            link: "https://app.example/alerts/1")
    }

    @Test("an alert opens, is acknowledged and closed under one key, each as PagerDuty demands")
    func life() async throws {
        let server = try await ChannelServer(.pagerduty)
        for action in [PagerDutyEvent.Action.trigger, .acknowledge, .resolve] {
            let outcome = await deliver(event(action), to: server)
            #expect(outcome.kind == .sent)
            #expect(outcome.code == "202")
            #expect(outcome.messageID == "alert/1")
        }
        let requests = try await server.requests(atLeast: 3)
        #expect(requests.map(\.verdict) == [[], [], []])
        #expect(requests.allSatisfy { $0.body.contains(#""dedup_key":"alert/1""#) })
        let body = requests[0].body
        for part in [
            #""severity":"critical""#, #""timestamp":"2023-11-14T22:13:20Z""#,
            #""custom_details":{"region":"eu-west-3"}"#,
            #""links":[{"href":"https://app.example/alerts/1"}]"#, #""summary":"API is down""#, #""source":"flotilla""#,
        ] {
            #expect(body.contains(part), "\(part)")
        }
        #expect(!requests[2].body.contains("payload"))
    }

    @Test(
        "priorities are PagerDuty's severities",
        arguments: [("P1", "critical"), ("P2", "error"), ("P3", "info"), ("", "info")])
    func severities(_ priority: String, _ severity: String) {
        #expect(PagerDutyEvent.Severity(priority: priority).rawValue == severity)
    }

    @Test("events of any size fit: a long key is a digest, the rest is cut")
    func sizes() async throws {
        let server = try await Self.shared.value
        let long = String(repeating: "\u{1}🇫🇷", count: 20_000)
        var details: [String: String] = [:]
        for number in 0..<200 { details["\(number)\(long)"] = long }
        let huge = PagerDutyEvent(
            .trigger, key: long, summary: long, source: long, details: details, link: "https://a.example/\(long)")
        #expect(huge.sentKey.hasPrefix("sha256-"))
        #expect(huge.sentKey.count == 71)
        #expect(await deliver(huge, to: server).kind == .sent)
        #expect(
            await deliver(PagerDutyEvent(.trigger, key: "empty", summary: " ", source: ""), to: server).kind == .sent)
        let key = String(repeating: "k", count: 255)
        #expect(PagerDutyEvent(.resolve, key: key, summary: "").sentKey == key)
        #expect(PagerDutyEvent(.resolve, key: key + "k", summary: "").sentKey != key)
    }

    @Test("a wrong key is refused, with PagerDuty's words and without the key")
    func refused() async throws {
        let server = try await Self.shared.value
        let outcome = await deliver(event(), to: server, key: "R0SECRET")
        #expect(outcome.kind == .refused)
        #expect(outcome.code == "400")
        #expect(outcome.text.contains("'routing_key' is not valid"))
        #expect(outcome.speaksOfDestination)
        let body =
            #"{"status":"invalid event","message":"Event object is invalid","errors":["R0SECRET is no summary"]}"#
        try await server.script("/v2/echo", .init(400, body: body))
        let echoed = await deliver(event(), to: server, path: "/v2/echo", key: "R0SECRET")
        #expect(echoed.text.hasSuffix("Event object is invalid; *** is no summary"))
        #expect(!echoed.speaksOfDestination)
    }

    @Test(
        "each status has its meaning",
        arguments: [
            (200, DeliveryOutcome.Kind.sent), (202, .sent), (400, .refused), (403, .refused), (404, .refused),
            (413, .refused),
            (302, .refused), (429, .deferred(after: .seconds(30))), (408, .deferred(after: nil)),
            (500, .deferred(after: nil)),
            (502, .deferred(after: .seconds(30))), (503, .deferred(after: .seconds(30))),
        ] as [(Int, DeliveryOutcome.Kind)])
    func statuses(_ status: Int, _ kind: DeliveryOutcome.Kind) async throws {
        let server = try await Self.shared.value
        try await server.script("/v2/\(status)", .init(status, headers: ["Retry-After": "30"], body: "said"))
        #expect(await deliver(event(), to: server, path: "/v2/\(status)").kind == kind)
    }

    @Test("no answer is unknown once the event was sent; an event that was not is tried again")
    func network() async throws {
        let server = try await Self.shared.value
        try await server.script("/v2/close", .init(fault: .close))
        // On a kept connection libcurl sends again by itself, which the key makes harmless: this client has none.
        let closed = await PagerDutyChannel(http: WebClient(), url: server.url("/v2/close")).deliver(
            event(), routingKey: Secret("R0SECRET"), until: .now + .seconds(10))
        #expect(closed.kind == .unknown)
        #expect(closed.messageID == "alert/1")
        let refused = PagerDutyChannel(http: Self.http, url: "http://127.0.0.1:\(server.ports.refused)/v2/enqueue")
        let outcome = await refused.deliver(event(), routingKey: Secret("R0SECRET"), until: .now + .seconds(5))
        #expect(outcome.kind == .deferred(after: nil))
        #expect(!outcome.text.contains("R0SECRET"))
    }
}
