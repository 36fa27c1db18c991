import HTTPServer
import JSON

extension JSONValue {
    /// JSON Merge patch (RFC 7396, section 2).
    func merging(_ patch: JSONValue) -> JSONValue {
        guard let changes = patch.objectValue else { return patch }
        var members = objectValue ?? [:]
        for (name, value) in changes {
            members[name] = value == .null ? nil : (members[name] ?? .null).merging(value)
        }
        return .object(members)
    }
}
