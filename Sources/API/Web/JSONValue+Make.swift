import Foundation
import HTTPServer

extension JSONValue {
    static func uuid(_ id: UUID) -> JSONValue { .string(id.uuidString.lowercased()) }

    static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    static func date(_ date: Date?) -> JSONValue { date.map { .string(RFC3339.format($0)) } ?? .null }

    /// JSON that the database holds; it was checked when it came in.
    static func stored(_ bytes: [UInt8]?) -> JSONValue {
        guard let bytes, let value = try? JSONValue(parsing: bytes) else { return .null }
        return value
    }

    func response(_ status: HTTPStatus = .ok, headers: HTTPHeaders = [:]) -> HTTPResponse {
        var response = HTTPResponse.bytes(serialized(), contentType: "application/json", status: status)
        for field in headers.fields { response.headers.add(field.name, field.value) }
        return response
    }

    /// A page of a list.
    static func page(_ items: [JSONValue], next: String?) -> JSONValue {
        .object(["items": .array(items), "next_cursor": .text(next)])
    }
}
