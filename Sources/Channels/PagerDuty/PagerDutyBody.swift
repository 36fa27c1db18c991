import Foundation

/// An event as JSON (PagerDuty, "Send an alert event").
struct PagerDutyBody: Encodable {
    struct Payload: Encodable {
        let summary: String
        let source: String
        let severity: PagerDutyEvent.Severity
        let timestamp: String?
        let custom_details: [String: String]?
    }

    struct Link: Encodable {
        let href: String
    }

    /// PagerDuty refuses events of more than 512 KB. With these, ours have at most 300: a character is at most six bytes.
    private static let mostDetails = 64
    private static let longestDetailName = 128
    private static let longestDetail = 512

    let routing_key: String
    let event_action: PagerDutyEvent.Action
    let dedup_key: String
    let client: String?
    let links: [Link]?
    let payload: Payload?

    init(_ event: PagerDutyEvent, routingKey: String) {
        routing_key = routingKey
        event_action = event.action
        dedup_key = event.sentKey
        guard event.action == .trigger else {
            (client, links, payload) = (nil, nil, nil)
            return
        }
        client = "Flotilla"
        links = Self.links(event.link)
        let source = Self.cut(event.source, PagerDutyEvent.longestSummary)
        let summary = Self.cut(event.summary, PagerDutyEvent.longestSummary)
        payload = Payload(
            // PagerDuty refuses an event without them.
            summary: summary.isEmpty ? event.sentKey : summary, source: source.isEmpty ? "flotilla" : source,
            severity: event.severity, timestamp: event.timestamp.map { $0.formatted(Date.ISO8601FormatStyle()) },
            custom_details: Self.details(event.details))
    }

    private static func links(_ link: String?) -> [Link]? {
        guard let link, link.hasPrefix("https://") || link.hasPrefix("http://"), link.utf8.count <= 2048,
            link.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return [Link(href: link)]
    }

    private static func details(_ all: [String: String]) -> [String: String]? {
        guard !all.isEmpty else { return nil }
        let kept = all.sorted { $0.key < $1.key }.prefix(mostDetails)
        return Dictionary(kept.map { (cut($0.key, longestDetailName), cut($0.value, longestDetail)) }) { first, _ in
            first
        }
    }

    /// - Parameter longest: in UTF-16 units; what is longer ends in an ellipsis.
    private static func cut(_ text: String, _ longest: Int) -> String {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.utf16.count > longest else { return text }
        var result = ""
        var count = 1
        for character in text {
            count += character.utf16.count
            if count > longest { break }
            result.append(character)
        }
        return result + "…"
    }
}
