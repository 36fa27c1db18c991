import Foundation
import School

/// A class, as the school and its professors see it.
struct ClassView: Encodable, Sendable {
    let id: UUID
    let name: String
    let professorIDs: [UUID]
    let studentIDs: [UUID]
    let createdAt: Date

    init(_ found: SchoolClass) {
        id = found.id
        name = found.name
        professorIDs = found.professorIDs
        studentIDs = found.studentIDs
        createdAt = found.createdAt
    }

    /// What was made.
    struct Reference: Encodable, Sendable {
        let id: UUID
        let name: String
    }
}
