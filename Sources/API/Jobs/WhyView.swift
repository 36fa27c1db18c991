import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

/// Why a job is not done: a code and a sentence, and what the sentence says as members.
struct WhyView: Encodable, Sendable {
    private let why: JobDiagnosis

    init(_ why: JobDiagnosis) { self.why = why }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        try members.encode(why.code, forKey: Name("code"))
        try members.encode(why.detail, forKey: Name("detail"))
        for (name, fact) in why.facts {
            switch fact {
            case .integer(let value): try members.encode(value, forKey: Name(name))
            case .number(let value): try members.encode(value, forKey: Name(name))
            case .text(let value): try members.encode(value, forKey: Name(name))
            case .time(let value): try members.encode(value, forKey: Name(name))
            case .texts(let values): try members.encode(values, forKey: Name(name))
            }
        }
    }
}

/// A member whose name is data.
struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

extension WhyView: DescribedJSON {
    /// What the sentence says stands beside it, by code.
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        var schema = Schema.texts("code", "detail")
        schema.members["additionalProperties"] = .bool(true)
        return schema
    }
}
