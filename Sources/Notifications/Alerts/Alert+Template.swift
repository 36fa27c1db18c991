import Contracts
import Foundation

extension Alert {
    /// What its message says, by the template of its status. Texts are made to fit: an alert is not refused for its words.
    var content: NotificationContent? {
        guard let template = Templates.named(status == .firing ? "alert_firing" : "alert_resolved") else { return nil }
        var data: [String: TemplateValue] = [
            "alert": .text(Self.text(labels["alertname"], atMost: 200) ?? "alert \(fingerprint)")
        ]
        data["summary"] = Self.text(annotations["summary"] ?? annotations["description"], atMost: 1000)
            .map { .text($0) }
        let lines = labels.sorted { $0.key < $1.key }
            .filter { !Self.shownOtherwise.contains($0.key) }
            .compactMap { Self.text("\($0.key): \($0.value)", atMost: VariableKind.longestItem) }
        if !lines.isEmpty {
            data["instances"] = .list(lines.prefix(VariableKind.longestList).map { .text($0) })
        }
        switch status {
        case .firing: data["since"] = .text(startsAt.formatted(.iso8601))
        case .resolved: data["resolved_at"] = endsAt.map { .text($0.formatted(.iso8601)) }
        }
        return .template(template, data: data)
    }

    /// Only to a page of the web.
    var link: NotificationLink? {
        generatorURL.flatMap { NotificationLink($0) }.flatMap { $0.isAbsolute ? $0 : nil }
    }

    /// Labels that are no part of what an alert is about.
    private static let shownOtherwise: Set = ["alertname", "severity", "priority"]

    private static func text(_ text: String?, atMost limit: Int) -> String? {
        // A megabyte is not cleaned for the sake of its first line.
        guard let text = text?.prefix(10 * limit) else { return nil }
        let line = PlainText.cut(PlainText.line(String(text)), to: limit)
        return line.isEmpty ? nil : line
    }
}
