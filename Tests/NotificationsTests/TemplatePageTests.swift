import Foundation
import Testing

@testable import Notifications

/// `docs/templates.md` lists what the code has.
@Suite("The page of templates")
struct TemplatePageTests {
    private static func row(_ template: Template) -> String {
        let variables = template.variables.map { variable in
            "`\(variable.name)`\(variable.isRequired ? "" : "?") \(kind(variable.kind))"
        }
        let treatment = template.treatment
        let channels =
            treatment.channels == [.slack] ? "by severity" : treatment.channels.map(\.rawValue).joined(separator: ", ")
        var notes: [String] = []
        if let digest = treatment.digest { notes.append("gathers for \(digest.window.components.seconds) s") }
        if treatment.isAboutAccess { notes.append("about access") }
        if treatment.needsLink { notes.append("needs `link`") }
        if treatment.isTimely { notes.append("passes quiet hours") }
        if treatment.repeatsUnknown { notes.append("P1 twice rather than never") }
        return "| `\(template.name)` | \(variables.joined(separator: ", ")) | \(channels) | "
            + "\(treatment.severity.rawValue) | \(notes.joined(separator: ", ")) |"
    }

    private static func kind(_ kind: VariableKind) -> String {
        switch kind {
        case .text(let limit): limit == 200 ? "text" : "text (\(limit))"
        case .count(let lowest): lowest == 0 ? "count" : "count from \(lowest)"
        case .percent: "percent"
        case .moment: "time"
        case .day: "date"
        case .month: "month"
        case .money: "money"
        case .url: "url"
        case .list: "list"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: " or ")
        }
    }

    @Test("it has every template with its variables, channels and treatment, and no other")
    func complete() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/templates.md"), encoding: .utf8)
        let listed = page.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.contains("_") }.map(String.init)
        let expected = Templates.all.map(Self.row)
        let missing = expected.filter { !listed.contains($0) }
        #expect(missing.isEmpty, "docs/templates.md lacks\n\(missing.joined(separator: "\n"))")
        let others = listed.filter { !expected.contains($0) }
        #expect(others.isEmpty, "docs/templates.md names\n\(others.joined(separator: "\n"))")
        #expect(listed == expected, "the order is that of the code")
        for kind in [VariableKind.text(atMost: 200), .percent, .moment, .day, .month, .money, .url, .list] {
            #expect(page.contains("| \(Self.kind(kind)) | \(kind.expected) |"), "\(kind.expected)")
        }
    }
}
