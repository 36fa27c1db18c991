import Foundation
import HTTPServer
import Scans

extension HTTPRequest {
    /// `type`, or the one given when the request does not say.
    func resourceType(unlessSaid type: ResourceType? = nil) throws(Problem) -> ResourceType {
        guard let name = queryValue("type") else {
            guard let type else { throw .badRequest("type is required: one of \(Self.types).") }
            return type
        }
        guard let type = ResourceType(name: name) else { throw .badRequest("type should be one of \(Self.types).") }
        return type
    }

    private static var types: String { ResourceType.all.map(\.name).joined(separator: ", ") }

    /// What the query says of the type's columns.
    func resourceFilters(_ type: ResourceType) throws(Problem) -> [ResourceFilter] {
        var filters: [ResourceFilter] = []
        for item in query {
            guard let column = type.column(item.name) else { continue }
            do throws(InvalidFilter) {
                filters.append(try ResourceFilter(column, item.value) { RFC3339.parse($0) })
            } catch {
                throw .badRequest(error.sentence)
            }
        }
        return filters
    }

    func resourceCursor() throws(Problem) -> ResourceCursor? {
        guard let parts = try Cursor.decode(self, parts: 3) else { return nil }
        return ResourceCursor(region: parts[0], identity: parts[1], id: UUID(uuidString: parts[2]))
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _: Choice.Type = Choice.self
    ) throws(Problem) -> Choice? where Choice.RawValue == String {
        guard let text = queryValue(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("\(name) should be one of \(known).")
        }
        return choice
    }

    func time(_ name: String) throws(Problem) -> Date? {
        guard let text = queryValue(name) else { return nil }
        guard let time = RFC3339.parse(text) else {
            throw .badRequest("\(name) should be a time such as 2026-11-01T09:00:00Z.")
        }
        return time
    }
}

extension JSONValue {
    static func page(_ page: ResourcePage) -> JSONValue {
        let next = page.next.map { next in
            Cursor.encode([next.region, next.identity, next.id?.uuidString.lowercased() ?? ""])
        }
        return .object([
            "items": .array(page.items.map { .stored($0) }), "next_cursor": .text(next),
            "completeness": CompletenessView.one(page.completeness),
        ])
    }
}
