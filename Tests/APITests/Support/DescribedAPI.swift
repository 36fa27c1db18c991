import HTTPServer
import JSON
import Synchronization

@testable import API

/// What the program says of itself, and whether an answer is one of those that it speaks of.
struct DescribedAPI: Sendable {
    let document: JSONValue

    private static let known = Mutex<DescribedAPI?>(nil)

    /// The same in every test of the process: the routes are.
    static func of(_ router: Router, with request: HTTPRequest) async throws -> DescribedAPI {
        if let known = known.withLock({ $0 }) { return known }
        guard case .bytes(let bytes) = await router.respond(to: request).body else { throw Undescribed() }
        let described = DescribedAPI(document: try JSONValue(parsing: bytes))
        known.withLock { $0 = described }
        return described
    }

    struct Undescribed: Error {}

    /// What is wrong with an answer; nothing, for a path of no route.
    func complaints(of response: HTTPResponse, to method: HTTPMethod, _ segments: [String]) -> [String] {
        guard let (pattern, item) = path(of: segments), let operation = item[method.rawValue.lowercased()] else {
            return []
        }
        let name = "\(method.rawValue) \(pattern) \(response.status.rawValue)"
        guard let described = resolved(operation["responses"]?[String(response.status.rawValue)]) else {
            return ["\(name) is not described"]
        }
        let bytes: [UInt8]
        switch response.body {
        case .bytes(let own): bytes = own
        case .text(let text): bytes = Array(text.utf8)
        case .none, .stream: return []
        }
        if bytes.isEmpty { return [] }
        let type = String((response.headers["Content-Type"] ?? "").prefix { $0 != ";" })
        guard let media = described["content"]?[type] else { return ["\(name) is not described as \(type)"] }
        guard let schema = media["schema"] else { return [] }
        guard let value = try? JSONValue(parsing: bytes) else { return ["\(name) is no JSON"] }
        return SchemaCheck(document: document, isStrict: true).complaints(of: value, schema).map { "\(name): \($0)" }
    }

    private func path(of segments: [String]) -> (String, JSONValue)? {
        let found = (document["paths"]?.objectValue ?? [:]).filter { pattern, _ in
            let parts = pattern.split(separator: "/")
            return parts.count == segments.count
                && zip(parts, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // A name goes before a parameter.
        return found.min { $0.name.filter { $0 == "{" }.count < $1.name.filter { $0 == "{" }.count }.map {
            ($0.name, $0.value)
        }
    }

    private func resolved(_ value: JSONValue?) -> JSONValue? {
        guard let reference = value?["$ref"]?.stringValue else { return value }
        return SchemaCheck(document: document, isStrict: false).target(of: reference)
    }
}
