/// What stands between quotation marks.
enum Quotations {
    private static let marks: [Character: Character] = ["\"": "\"", "“": "”", "«": "»", "„": "“"]

    static func all(in text: String) -> [String] {
        var found: [String] = []
        var rest = text[...]
        while let opening = rest.firstIndex(where: { marks[$0] != nil }), let closing = marks[rest[opening]] {
            rest = rest[rest.index(after: opening)...]
            guard let end = rest.firstIndex(of: closing) else { continue }
            found.append(String(rest[..<end]))
            rest = rest[rest.index(after: end)...]
        }
        return found
    }
}
