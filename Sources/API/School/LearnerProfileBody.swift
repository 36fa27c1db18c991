import HTTPServer
import JSON
import Schemas
import School

/// The body of `PUT /users/{id}/learner-profile`.
struct LearnerProfileBody {
    struct Members: FieldSet {
        let level = Field.line("level", atMost: 200)
        let goals = Field.texts("goals", 0...20, atMost: 1000)
        let knownSkills = Field.texts("known_skills", 0...100, atMost: 200)
    }

    private static let members = Members()
    private static let names = Members.names()

    let profile: LearnerProfile

    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        profile = LearnerProfile(
            level: fields.read(Self.members.level), goals: fields.read(Self.members.goals) ?? [],
            knownSkills: fields.read(Self.members.knownSkills) ?? [])
        try fields.finish()
    }
}

extension LearnerProfileBody {
    static var schema: Schema { Members.schema() }
    static let example = #"{"level": "10 years", "goals": ["adds fractions"], "known_skills": ["counts to 1000"]}"#
}
