import Contracts
import Foundation

@testable import Notifications

/// A value for every variable of a template, the same in every run.
enum FullData {
    static func of(_ template: Template) -> [String: TemplateValue] {
        Dictionary(template.variables.map { ($0.name, value($0.kind, $0.name)) }) { $1 }
    }

    static func required(_ template: Template) -> [String: TemplateValue] {
        let names = Set(template.variables.filter(\.isRequired).map(\.name))
        return of(template).filter { names.contains($0.key) }
    }

    static func value(_ kind: VariableKind, _ name: String) -> TemplateValue {
        switch kind {
        case .text: .text("the \(name.replacing("_", with: " "))")
        case .count: 3
        case .percent: 82.5
        case .moment: "2026-12-01T13:30:00Z"
        case .day: "2026-12-01"
        case .month: "2026-11"
        case .money: .money(cents: 123_450, currency: "EUR")
        case .url: "https://hooks.example/in?a=1&b=2"
        case .list: ["first", "second"]
        case .choice(let words): .text(words[0])
        }
    }

    /// Nothing of this type.
    static func wrong(_ kind: VariableKind) -> [TemplateValue] {
        let never: [TemplateValue] = [.bool(true), .object(["a": .null])]
        switch kind {
        case .text(let limit):
            return never + [5, "", " \n\u{0}", .text(String(repeating: "x", count: limit + 1)), ["a"]]
        case .count(let lowest): return never + ["3", 1.5, .integer(lowest - 1), .decimal(.infinity), 2_000_000_000]
        case .percent: return never + ["3", 100.1, -1, .decimal(.nan)]
        case .moment:
            return never + [5, "2026-12-01", "2026-02-30T00:00:00Z", "2026-12-01T24:00:00Z", "2026-12-01T00:00:00"]
        case .day: return never + [5, "2026-2-1", "2026-02-29", "2026-12-01T00:00:00Z", "٢٠٢٦-12-01"]
        case .month: return never + [202_611, "2026-13", "2026-00", "2026-11-01"]
        case .money:
            return [
                5, "4900", .object([:]), .object(["cents": 1.5, "currency": "EUR"]),
                .object(["cents": 1, "currency": "euro"]), .object(["cents": 1, "currency": "EUR", "vat": 2]),
            ]
        case .url:
            return never + [
                "/path", "javascript:alert(1)", "ftp://a.example", "https://", "https://a b", "//a.example",
            ]
        case .list: return never + ["a", [], [5], [""], .list(Array(repeating: "a", count: 101))]
        case .choice: return never + ["", "other", 0]
        }
    }
}
