import Foundation
import HTTPServer
import JSON
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
}
