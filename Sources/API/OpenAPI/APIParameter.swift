import JSON
import Scans
import Schemas

/// A parameter of a route.
struct APIParameter: Sendable {
    enum Place: String, Sendable {
        case query
        case header
        case path
    }

    let name: String
    let place: Place
    let schema: Schema
    let text: String
    let isRequired: Bool

    init(
        _ name: String, in place: Place = .query, _ schema: Schema, _ text: String, isRequired: Bool = false
    ) {
        self.name = name
        self.place = place
        self.schema = schema
        self.text = text
        self.isRequired = isRequired
    }

    init(_ field: any AnyField, isRequired: Bool) {
        self.init(field.name, field.schema, "Should be \(field.expected).", isRequired: isRequired)
    }

    var value: JSONValue {
        var members: JSONObject = [
            "name": .string(name), "in": .string(place.rawValue), "description": .string(text),
            "schema": schema.value,
        ]
        if isRequired { members["required"] = .bool(true) }
        return .object(members)
    }
}

extension APIParameter {
    static let limit = APIParameter("limit", .integer(1...1000), "Items of a page, 50 unless said.")
    static let cursor = APIParameter(
        "cursor", .string, "`next_cursor` of the page before: where this one begins.")
    static let idempotencyKey = APIParameter(
        "Idempotency-Key", in: .header, .string(length: 1...255),
        "1 to 255 visible ASCII characters. The same key and body within 24 hours do the work once and get the first answer again."
    )
    static let lastEventID = APIParameter(
        "Last-Event-ID", in: .header, .string, "The id of the last event that arrived: the stream goes on behind it.")
    static let wait = APIParameter(
        "Prefer", in: .header, .string,
        "`wait=N`: answers when the job is settled, after N seconds (60 at most) anyway.")
    static let noneMatch = APIParameter(
        "If-None-Match", in: .header, .string, "The `ETag` of the answer that the caller has: 304 while it holds.")
    static let tenant = APIParameter(
        "tenant", .uuid, "An account, for administrators; the caller's own unless said.")
    static let step = APIParameter("step", .integer(1...86_400), "Seconds of a point.")
    static let region = APIParameter("region", .string, "Where the resource is, when several are called so.")

    static func resourceType(isRequired: Bool) -> APIParameter {
        APIParameter("type", .choice(ResourceType.all.map(\.name)), "A type of resources.", isRequired: isRequired)
    }
}
