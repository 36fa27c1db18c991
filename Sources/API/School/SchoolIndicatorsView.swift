import Contracts
import Foundation
import JSON
import Schemas
import School

/// What revision came to in every school, as an administrator sees it.
struct SchoolIndicatorsView: Encodable, Sendable {
    let from: CalendarDay
    let to: CalendarDay
    let total: LearningIndicatorsView.Sums
    let byMonth: [LearningIndicatorsView.Month]
    let bySchool: [Line]

    struct Line: Encodable, Sendable {
        let tenant: UUID
        /// nil: the account is gone.
        let name: String?
        let sums: LearningIndicatorsView.Sums

        private enum CodingKeys: String, CodingKey { case tenant, name }

        func encode(to encoder: any Encoder) throws {
            try sums.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(tenant, forKey: .tenant)
            try container.encode(name, forKey: .name)
        }
    }

    init(_ found: SchoolIndicators, from: CalendarDay, to: CalendarDay) {
        self.from = from
        self.to = to
        total = LearningIndicatorsView.Sums(found.total)
        byMonth = found.months.map {
            LearningIndicatorsView.Month(month: $0, sums: LearningIndicatorsView.Sums($1), activeStudents: nil)
        }
        bySchool = found.schools.map {
            Line(tenant: $0.tenant, name: $0.name, sums: LearningIndicatorsView.Sums($0.sums))
        }
    }
}

extension SchoolIndicatorsView.Line: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .all(of: [
            definitions.schema(of: LearningIndicatorsView.Sums.self),
            definitions.object(of: Self.self, omitting: ["sums"]),
        ])
    }
}
