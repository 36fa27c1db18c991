import Foundation
public import HTTPClient
public import Operations
import Tracing

/// Sends events to PagerDuty, which knows a repetition by the event's key.
public struct PagerDutyChannel: Sendable {
    public static let defaultURL = "https://events.pagerduty.com/v2/enqueue"

    private struct Problem: Decodable {
        let message: String?
        let errors: [String]?
    }

    /// Of an attempt.
    private static let longest: Duration = .seconds(15)

    private let http: WebClient
    private let url: String
    private let now: @Sendable () -> Date

    public init(
        http: WebClient, url: String = PagerDutyChannel.defaultURL, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.http = http
        self.url = url
        self.now = now
    }

    /// One attempt.
    public func deliver(
        _ event: PagerDutyEvent, routingKey: Secret, until deadline: ContinuousClock.Instant
    ) async -> DeliveryOutcome {
        let key = routingKey.reveal()
        do {
            let request = try HTTPClientRequest.json(
                PagerDutyBody(event, routingKey: key), to: url, until: min(deadline, .now + Self.longest),
                answerBytes: 4096)
            let answer = try await http.send(request, as: "POST PagerDuty", [("peer.service", "pagerduty")])
            return outcome(of: answer, event, hiding: key)
        } catch {
            return .noAnswer(error, from: "PagerDuty", messageID: event.sentKey)
        }
    }

    private func outcome(
        of response: HTTPClientResponse, _ event: PagerDutyEvent, hiding key: String
    ) -> DeliveryOutcome {
        let status = response.status
        switch status {
        case 200..<300:
            return DeliveryOutcome(
                .sent, code: "\(status)", text: "PagerDuty took the event.", messageID: event.sentKey)
        case 408, 429, 500...:
            return .deferred(
                response, text: "PagerDuty does not take the event now (\(status)).",
                now: Int(exactly: now().timeIntervalSince1970.rounded(.down)) ?? 0, messageID: event.sentKey)
        default:
            let said = problem(response.body, hiding: key)
            return DeliveryOutcome(
                .refused, code: "\(status)", text: "PagerDuty refused the event (\(status)): \(said)",
                messageID: event.sentKey,
                // A 400 that does not name the key is about the event.
                speaksOfDestination: ![400, 413].contains(status) || said.contains("routing_key"))
        }
    }

    private func problem(_ body: [UInt8], hiding key: String) -> String {
        guard let problem = try? JSONDecoder().decode(Problem.self, from: Data(body)) else {
            return AnswerText.line(body, hiding: key)
        }
        let words = [problem.message].compactMap { $0 } + (problem.errors ?? [])
        return AnswerText.line(words.joined(separator: "; ").utf8, hiding: key)
    }
}
