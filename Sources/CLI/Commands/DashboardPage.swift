/// Pages of the dashboard, by the words of `flotilla open`. Where they are is said by `Sources/Dashboard/Site/pages.js`.
enum DashboardPage {
    /// What stands below a page, as people call one.
    static let ofOne: [(word: String, page: String, isUUID: Bool)] = [
        ("job", "jobs", true), ("queue", "queues", false), ("batch", "batches", true), ("schedule", "schedules", true),
        ("scan", "scans", true), ("generation", "generations", true), ("operation", "operations", true),
        ("invoice", "invoices", true), ("billing-run", "billing", true), ("webhook", "webhooks", true),
        ("class", "classes", true), ("learning-path", "learning-paths", true),
        ("revision-session", "revision-sessions", true), ("conversation", "conversations", true),
        ("appointment", "appointments", true),
    ]
    static let lists = [
        "overview", "jobs", "failures", "queues", "limits", "workers", "batches", "schedules", "deliveries", "audit",
        "scans", "resources", "findings", "learning-paths", "revision-sessions", "classes", "conversations",
        "appointments", "indicators", "generations", "inbox", "invoices", "subscription", "billing", "users",
        "webhooks",
    ]

    /// The part of an address after `#`, as `link` of `route.js` makes it.
    static func fragment(_ parts: [String], _ query: [(name: String, value: String)] = []) -> String {
        let search = query.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
        return "/" + parts.map(encoded).joined(separator: "/") + (search.isEmpty ? "" : "?\(search)")
    }

    /// As JavaScript's `encodeURIComponent` does.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = byte < 0x80 && (character.isLetter || character.isNumber || "-_.!~*'()".contains(character))
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(character) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
