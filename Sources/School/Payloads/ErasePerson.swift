public import Foundation
public import Jobs

/// Removes a person: the user, what is theirs alone, and their name from what stays.
public struct ErasePerson: JobPayload {
    public static let definition = JobDefinition(
        kind: "school.erase", queue: SchoolDomain.queue, timeout: .seconds(600), maxAttempts: 20,
        limits: [.running(1, per: .tenant)])

    public let userID: UUID
    /// Whether an operator asked, who may leave an account without a school.
    public let byAdmin: Bool

    public init(userID: UUID, byAdmin: Bool) {
        self.userID = userID
        self.byAdmin = byAdmin
    }

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case byAdmin = "by_admin"
    }
}
