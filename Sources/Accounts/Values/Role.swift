/// What a user may do. The raw values are those of the column `users.role` and of the claim `role`.
public enum Role: String, Sendable, Codable, CaseIterable {
    case admin
    case school
    case professor
    case student
    case support
    /// A machine.
    case service
}
