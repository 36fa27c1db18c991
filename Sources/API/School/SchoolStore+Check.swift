import Accounts
import Foundation
import HTTPServer
import School

extension SchoolStore {
    /// - Parameter lists: where in the body each begins, its ids, and what they should be.
    /// - Throws: 422 with the place of each id that is no such user of the account.
    func check(_ lists: [(pointer: String, ids: [UUID], role: Role)], of tenant: UUID) async throws {
        var errors = FieldErrors()
        for list in lists {
            let unknown = try await unknown(list.ids, as: list.role, of: tenant)
            for (index, id) in list.ids.enumerated() where unknown.contains(id) && !errors.isFull {
                errors.add("\(list.pointer)/\(index)", "is no \(list.role.rawValue) of the account")
            }
        }
        if !errors.isEmpty { throw Problem.invalid(errors) }
    }
}
