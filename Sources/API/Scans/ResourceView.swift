import Foundation
import HTTPServer
import JSON
import Scans
import Schemas

/// A resource: its columns, and what was found about it.
struct ResourceView: Encodable, Sendable {
    private let columns: JSONObject
    private let findings: [FindingView]

    init(_ resource: Resource, _ findings: [Finding]) {
        columns = (try? JSONValue(parsing: resource.item))?.objectValue ?? [:]
        self.findings = findings.map { FindingView($0) }
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        for (name, value) in columns { try members.encode(value, forKey: Name(name)) }
        try members.encode(findings, forKey: Name("findings"))
    }

    /// A page of resources, and how far it can be relied on.
    struct List: Encodable, Sendable {
        private let page: Page<RawJSON>
        private let completeness: CompletenessView

        init(_ found: ResourcePage) {
            let next = found.next.map { next in
                Cursor.encode([next.region, next.identity, next.id?.uuidString.lowercased() ?? ""])
            }
            page = Page(found.items.map { RawJSON($0) }, next: next)
            completeness = CompletenessView(found.completeness)
        }

        func encode(to encoder: any Encoder) throws {
            try page.encode(to: encoder)
            var members = encoder.container(keyedBy: Name.self)
            try members.encode(completeness, forKey: Name("completeness"))
        }
    }
}

extension ResourceView: DescribedJSON {
    /// The columns of the type, and the findings.
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        var schema = definitions.object(of: Self.self, omitting: ["columns"])
        schema.members["additionalProperties"] = .bool(true)
        return schema
    }
}

extension ResourceView.List: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .all(of: [
            definitions.schema(of: Page<[String: RawJSON]>.self), definitions.object(of: Self.self, omitting: ["page"]),
        ])
    }
}
