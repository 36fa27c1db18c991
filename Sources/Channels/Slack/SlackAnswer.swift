import Foundation
import HTTPClient

/// What Slack's answers mean. A webhook says its word as text beside the status, a method as JSON in a 200.
struct SlackAnswer {
    private struct Method: Decodable {
        let ok: Bool
        let error: String?
        let ts: String?
    }

    /// Words that are about the message, while the channel takes others.
    private static let ofMessage: Set<String> = [
        "invalid_payload", "no_text", "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format",
        "too_many_attachments", "invalid_attachments", "duplicate_message_not_allowed", "invalid_json",
    ]
    private static let passing: Set<String> = [
        "ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "request_timeout",
    ]
    /// "It's possible some aspect of the operation succeeded before the error was raised."
    private static let doubtful: Set<String> = ["internal_error", "fatal_error", "rollup_error"]
    private static let advice = [
        "channel_not_found": "check the channel's id, and invite the bot to it",
        "not_in_channel": "invite the bot to the channel", "channel_is_archived": "choose another channel",
        "is_archived": "choose another channel", "no_service": "the webhook was removed: make a new one",
        "no_service_id": "the webhook's URL is not whole", "invalid_token": "the webhook's URL is not right",
        "invalid_auth": "check the bot's token", "not_authed": "set the bot's token",
        "token_revoked": "make a new token for the bot", "token_expired": "make a new token for the bot",
        "account_inactive": "make a new token for the bot", "missing_scope": "give the bot the scope chat:write",
    ]

    private let response: HTTPClientResponse
    private let now: Int
    private let secret: String

    init(_ response: HTTPClientResponse, now: Int, secret: String) {
        self.response = response
        self.now = now
        self.secret = secret
    }

    var ofWebhook: DeliveryOutcome {
        let text = AnswerText.line(response.body, hiding: secret)
        guard (200..<300).contains(response.status) else { return failure(Self.word(text) ?? "") }
        guard text == "ok" else { return strange }
        return DeliveryOutcome(.sent, code: "ok", text: "Slack took the message.")
    }

    var ofMethod: DeliveryOutcome {
        let method = try? JSONDecoder().decode(Method.self, from: Data(response.body))
        let word = method?.error.flatMap(Self.word) ?? ""
        guard (200..<300).contains(response.status) else { return failure(word) }
        guard let method else { return strange }
        guard !method.ok else {
            let id = method.ts.flatMap { $0.utf8.count <= 40 ? AnswerText.line($0.utf8) : nil }
            return DeliveryOutcome(.sent, code: "ok", text: "Slack took the message.", messageID: id)
        }
        return failure(word)
    }

    private func failure(_ word: String) -> DeliveryOutcome {
        let code = word.isEmpty ? "\(response.status)" : word
        let status = response.status
        if status == 429 || status == 408 || Self.passing.contains(word) {
            return .deferred(
                response, text: "Slack does not take the message now: \(code).", code: code, now: now)
        }
        if status >= 500 || Self.doubtful.contains(word) {
            return DeliveryOutcome(
                .unknown, code: code, text: "Slack failed, and may have taken the message all the same: \(code).",
                speaksOfDestination: true)
        }
        let advice = Self.advice[word].map { "; \($0)" } ?? ""
        return DeliveryOutcome(
            .refused, code: code, text: "Slack refused the message: \(code)\(advice).",
            speaksOfDestination: !Self.ofMessage.contains(word))
    }

    /// An answer that Slack does not give: another server stands there.
    private var strange: DeliveryOutcome {
        DeliveryOutcome(
            .unknown, code: "unexpected_answer",
            text: "What answered \(response.status) is not Slack; check the URL.", speaksOfDestination: true)
    }

    /// Nil for what does not look like one of Slack's words.
    private static func word(_ text: String) -> String? {
        let isWord = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
        return isWord && (1...64).contains(text.utf8.count) ? text : nil
    }
}
