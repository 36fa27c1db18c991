import HTTPServer
import JSON
import Schemas
import School

/// The body of `POST /revision-sessions/{id}/end`; it may be missing.
struct RevisionEndBody {
    struct Members: FieldSet {
        let answers = Field(
            "answers", "a list of at most \(RevisionEndBody.most) answers",
            schema: .array(of: AnswerMembers.schema(required: ["question", "choices"]), 0...RevisionEndBody.most),
            \.arrayValue)
    }
    private struct AnswerMembers: FieldSet {
        let question = Field.line("question", atMost: 100)
        let choices: Field<[Int]> = Field(
            "choices", "a list of at most 20 numbers of choices, from 0, each once",
            schema: .array(of: .integer(0...19), 0...20, isSet: true)
        ) { json in
            guard let list = json.arrayValue, list.count <= 20 else { return nil }
            let numbers = list.compactMap { $0.numberValue?.integer.flatMap { (0..<20).contains($0) ? $0 : nil } }
            return numbers.count == list.count && Set(numbers).count == numbers.count ? numbers : nil
        }
    }

    private static let most = 50
    private static let members = Members()
    private static let names = Members.names()
    private static let answer = (fields: AnswerMembers(), names: AnswerMembers.names())

    /// To the step's quiz; nil: it was not taken.
    let answers: [QuizAnswer]?

    init(_ request: HTTPRequest) throws(Problem) {
        if request.body.isEmpty {
            answers = nil
            return
        }
        var fields = try FieldReader(try request.document(), of: Self.names)
        let own = Self.answer.fields
        let isGiven = fields.object[Self.members.answers.name].map { $0 != .null } ?? false
        let list = fields.list(Self.members.answers, of: Self.answer.names, atMost: Self.most) { answer in
            QuizAnswer(question: answer.require(own.question) ?? "", choices: answer.require(own.choices) ?? [])
        }
        if Set(list.map(\.question)).count != list.count, fields.errors.isEmpty {
            fields.reject(Self.members.answers, "should answer each question once")
        }
        answers = isGiven ? list : nil
        try fields.finish()
    }
}

extension RevisionEndBody {
    static var schema: Schema { Members.schema() }
}
