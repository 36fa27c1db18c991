import Foundation
public import HTTPClient
import Tracing

/// Posts to Slack. Slack knows no key by which it would recognise a repetition: what may have arrived is unknown.
public struct SlackChannel: Sendable {
    public static let defaultAPI = "https://slack.com/api"

    /// Of an attempt.
    private static let longest: Duration = .seconds(15)

    private let http: WebClient
    private let api: String
    private let now: @Sendable () -> Date

    /// - Parameter api: the URL before `/chat.postMessage`.
    public init(
        http: WebClient, api: String = SlackChannel.defaultAPI, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.http = http
        self.api = api
        self.now = now
    }

    /// One attempt.
    public func deliver(
        _ message: SlackMessage, to destination: SlackDestination, until deadline: ContinuousClock.Instant
    ) async -> DeliveryOutcome {
        let end = min(deadline, .now + Self.longest)
        do {
            switch destination {
            case .webhook(let url):
                let post = SlackPost(text: message.text, blocks: message.blocks)
                let request = try HTTPClientRequest.json(post, to: url.reveal(), until: end, answerBytes: 1024)
                return SlackAnswer(try await send(request), now: seconds, secret: url.reveal()).ofWebhook
            case .channel(let channel, let token):
                let post = SlackPost(channel: channel, text: message.text, blocks: message.blocks)
                var request = try HTTPClientRequest.json(
                    post, to: "\(api)/chat.postMessage", until: end, answerBytes: 64 << 10)
                request.headers["Authorization"] = "Bearer \(token.reveal())"
                return SlackAnswer(try await send(request), now: seconds, secret: token.reveal()).ofMethod
            }
        } catch {
            return .noAnswer(error, from: "Slack")
        }
    }

    private func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        var request = request
        // A kept connection that breaks would make libcurl send the message again.
        request.needsFreshConnection = true
        return try await http.send(request, as: "POST Slack", [("peer.service", "slack")])
    }

    private var seconds: Int { Int(exactly: now().timeIntervalSince1970.rounded(.down)) ?? 0 }
}
