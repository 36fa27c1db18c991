import Contracts
import Foundation
import JSON
import Schemas
import School

/// What revision came to, as a school or a professor sees it.
struct LearningIndicatorsView: Encodable, Sendable {
    let from: CalendarDay
    let to: CalendarDay
    let total: Group
    let byMonth: [Month]
    let byPath: [Group]
    let byClass: [Group]
    let byProfessor: [Group]

    struct Sums: Encodable, Sendable {
        let sessions: Int
        let questions: Int
        let scoredSessions: Int
        /// The mean in per cent, with one decimal.
        let score: Double?
        let seconds: Int

        init(_ sums: LearningIndicators.Sums) {
            sessions = sums.sessions
            questions = sums.questions
            scoredSessions = sums.scored
            score = sums.score.map(LearningIndicatorsView.rounded)
            seconds = sums.seconds
        }
    }

    struct Month: Encodable, Sendable {
        let month: String
        let sums: Sums
        /// nil where pupils are not counted.
        let activeStudents: Int?

        private enum CodingKeys: String, CodingKey {
            case month, activeStudents
        }

        func encode(to encoder: any Encoder) throws {
            try sums.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(month, forKey: .month)
            try container.encodeIfPresent(activeStudents, forKey: .activeStudents)
        }
    }

    struct Group: Encodable, Sendable {
        let id: UUID?
        let name: String?
        let sums: Sums
        let activeStudents: Int
        /// Pupils in paths, each once a path.
        let places: Int
        let progress: Double?
        let completed: Int

        private enum CodingKeys: String, CodingKey {
            case id, name, activeStudents, places, progress, completed
        }

        init(_ sums: LearningIndicators.Sums, _ places: LearningIndicators.Places, id: UUID? = nil, name: String? = nil)
        {
            self.id = id
            self.name = name
            self.sums = Sums(sums)
            activeStudents = sums.activeStudents
            self.places = places.count
            progress = places.progress.map(LearningIndicatorsView.rounded)
            completed = places.completed
        }

        init(_ group: LearningIndicators.Group) {
            self.init(group.sums, group.places, id: group.id, name: group.name)
        }

        func encode(to encoder: any Encoder) throws {
            try sums.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(id, forKey: .id)
            try container.encodeIfPresent(name, forKey: .name)
            try container.encode(activeStudents, forKey: .activeStudents)
            try container.encode(places, forKey: .places)
            try container.encode(progress, forKey: .progress)
            try container.encode(completed, forKey: .completed)
        }
    }

    init(_ found: LearningIndicators, from: CalendarDay, to: CalendarDay) {
        self.from = from
        self.to = to
        total = Group(found.total, found.places)
        byMonth = found.months.map { Month(month: $0, sums: Sums($1), activeStudents: $1.activeStudents) }
        byPath = found.paths.map { Group($0) }
        byClass = found.classes.map { Group($0) }
        byProfessor = found.professors.map { Group($0) }
    }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

extension LearningIndicatorsView.Month: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .all(of: [
            definitions.schema(of: LearningIndicatorsView.Sums.self),
            definitions.object(of: Self.self, omitting: ["sums"]),
        ])
    }
}

extension LearningIndicatorsView.Group: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .all(of: [
            definitions.schema(of: LearningIndicatorsView.Sums.self),
            definitions.object(of: Self.self, omitting: ["sums"]),
        ])
    }
}
