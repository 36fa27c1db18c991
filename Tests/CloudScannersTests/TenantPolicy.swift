import Foundation
import Testing

/// The policy that tenants are asked to give, from the file that they get.
struct TenantPolicy {
    private struct Document: Codable {
        struct Statement: Codable, Equatable {
            var Sid: String
            var Effect: String
            var Action: [String]
            var Resource: String
        }

        var Version: String
        var Statement: [Statement]
    }

    private struct Template: Decodable {
        struct Resource: Decodable {
            struct Properties: Decodable {
                struct Policy: Decodable { var PolicyDocument: Document }

                var Policies: [Policy]
            }

            var Properties: Properties
        }

        var Resources: [String: Resource]
    }

    private var document: Document

    private static func file(_ name: String) throws -> Data {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return try Data(contentsOf: root.appendingPathComponent("deploy/aws/\(name)"))
    }

    init() throws {
        document = try JSONDecoder().decode(Document.self, from: Self.file("scan-policy.json"))
    }

    var actions: [String] { document.Statement.flatMap(\.Action) }

    /// The actions that the CloudFormation template grants.
    static func templateActions() throws -> [String] {
        let template = try JSONDecoder().decode(Template.self, from: file("scan-role.cloudformation.json"))
        let documents = template.Resources.values.flatMap { $0.Properties.Policies.map(\.PolicyDocument) }
        return documents.flatMap { $0.Statement.flatMap(\.Action) }
    }

    /// The document, without one of its actions.
    func json(without action: String = "") throws -> String {
        var document = document
        for index in document.Statement.indices { document.Statement[index].Action.removeAll { $0 == action } }
        return String(decoding: try JSONEncoder().encode(document), as: UTF8.self)
    }
}
