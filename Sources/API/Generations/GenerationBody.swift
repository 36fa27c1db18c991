import Contracts
import Foundation
import Generations
import HTTPServer
import JSON
import Schemas

/// The body of `POST /generations`.
struct GenerationBody {
    struct Members: FieldSet {
        let type = Field<GenerationType>.choice("type")
        let input = Field<JSONObject>(
            "input", "what is asked for, by type", schema: GenerationInputBody.schema, \.objectValue)
        let model = Field.line("model", atMost: 200)
        let seed = Field.integer("seed", in: 0...Int(Int32.max))
        let maxTokens = Field.integer("max_tokens", in: 1...1_000_000)
    }

    private static let members = Members()
    private static let names = Members.names()

    let request: GenerationRequest
    let model: String?
    let seed: Int64?
    let maxTokens: Int?

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let type = fields.require(Self.members.type)
        model = fields.read(Self.members.model)
        seed = fields.read(Self.members.seed).map { Int64($0) }
        maxTokens = fields.read(Self.members.maxTokens)
        _ = fields.require(Self.members.input)
        var request: GenerationRequest?
        if let type {
            request = fields.nested(Self.members.input) { json throws(Problem) in
                try GenerationInputBody.request(type, json)
            }
        }
        try fields.finish()
        guard let request else { throw Problem(.internalServerError) }
        self.request = request
    }
}

extension GenerationBody {
    static var schema: Schema { Members.schema(required: ["type", "input"]) }
    static let example =
        #"{"type": "quiz", "input": {"topic": "Fractions", "count": 5, "level": "10 years", "kinds": ["single"], "language": "en"}}"#
}
