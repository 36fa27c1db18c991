import Accounts
import Foundation
import School

/// Someone of the caller's school.
struct PersonView: Encodable, Sendable {
    let id: UUID
    let name: String
    let role: Role
    let mayWrite: Bool

    init(_ person: KnownPerson) {
        id = person.id
        name = person.name
        role = person.role
        mayWrite = person.mayWrite
    }
}
