import Contracts
import Foundation
import Generations
import HTTPServer
import JSON
import Schemas
import School

/// The body of `POST /learning-paths` and `PATCH /learning-paths/{id}`.
struct LearningPathBody {
    struct Members: FieldSet {
        let name = Field.line("name", atMost: 200)
        let goals = Field.texts("goals", 1...20, atMost: 1000)
        let level = Field.written("level", atMost: 200)
        let studentIDs = Field.ids("student_ids", 0...SchoolLimits.pathStudents)
        let classIDs = Field.ids("class_ids", 0...SchoolLimits.pathClasses)
        let steps = Field(
            "steps", "a list of 1 to \(SchoolLimits.steps) steps",
            schema: .array(of: StepMembers.schema(required: ["title"]), 0...SchoolLimits.steps), \.arrayValue)
        let allowed = Field<[AnswerRequest.Kind]>.choices("allowed", of: AnswerRequest.Kind.self)
        let agent = Field<JSONObject>("agent", "an object", schema: AgentMembers.schema(), \.objectValue)
    }
    /// Of a new one alone.
    struct NewMembers: FieldSet {
        let documentIDs = Field.ids("document_ids", 0...100)
        let language = Field<Language>.choice("language")
        let generate = Field.flag("generate")
    }
    private struct StepMembers: FieldSet {
        let title = Field.line("title", atMost: 200)
        let objective = Field.written("objective", atMost: 500)
        let content = Field.written("content", atMost: 20_000)
        let minutes = Field.integer("minutes", in: 1...600)
    }
    private struct AgentMembers: FieldSet {
        let discipline = Field.line("discipline", atMost: 200)
        let instructions = Field.written("instructions", atMost: 4000)
    }

    private static let (members, new) = (Members(), NewMembers())
    private static let changeable = Members.names()
    private static let all = changeable + NewMembers.names()
    private static let step = (fields: StepMembers(), names: StepMembers.names())
    private static let agent = (fields: AgentMembers(), names: AgentMembers.names())

    let change: PathChange
    let classIDs: [UUID]
    let documentIDs: [UUID]
    let language: Language?
    let generates: Bool

    /// - Parameter isNew: name, goals and level are required then.
    init(_ json: JSONValue, isNew: Bool) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: isNew ? Self.all : Self.changeable)
        var change = PathChange()
        change.name = isNew ? fields.require(members.name) : fields.read(members.name)
        change.goals = isNew ? fields.require(members.goals) : fields.read(members.goals)
        change.level = isNew ? fields.require(members.level) : fields.read(members.level)
        change.studentIDs = fields.read(members.studentIDs)
        classIDs = fields.read(members.classIDs) ?? []
        change.allowed = fields.read(members.allowed)?.map(\.rawValue)
        change.steps = Self.steps(in: &fields)
        change.agent = Self.agent(in: &fields)
        documentIDs = isNew ? fields.read(Self.new.documentIDs) ?? [] : []
        language = isNew ? fields.read(Self.new.language) : nil
        generates = isNew ? fields.read(Self.new.generate) ?? false : false
        self.change = change
        try fields.finish()
    }

    private static func steps(in fields: inout FieldReader) -> [PathStep]? {
        guard let given = fields.object[members.steps.name], given != .null else { return nil }
        let own = step.fields
        let steps = fields.list(members.steps, of: step.names, atMost: SchoolLimits.steps) { step in
            PathStep(
                number: 0, title: step.require(own.title) ?? "", objective: step.read(own.objective),
                content: step.read(own.content), minutes: step.read(own.minutes))
        }
        return steps
    }

    private static func agent(in fields: inout FieldReader) -> TutorAgent?? {
        guard let given = fields.object[members.agent.name] else { return nil }
        if given == .null { return .some(nil) }
        let agent = fields.nested(members.agent) { json throws(Problem) in
            var own = try FieldReader(json, of: Self.agent.names)
            let agent = TutorAgent(
                discipline: own.read(Self.agent.fields.discipline),
                instructions: own.read(Self.agent.fields.instructions))
            try own.finish()
            return agent
        }
        return agent.map { .some($0) }
    }
}

extension LearningPathBody {
    static func schema(isNew: Bool) -> Schema {
        isNew ? Members.schema(with: [NewMembers.self], required: ["name", "goals", "level"]) : Members.schema()
    }

    static let example =
        #"{"name": "Fractions", "goals": ["adds fractions"], "level": "10 years", "steps": [{"title": "Halves and quarters"}]}"#
}
