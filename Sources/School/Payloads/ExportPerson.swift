public import Foundation
public import Jobs

/// Gathers everything of one person in an archive.
public struct ExportPerson: JobPayload {
    public static let definition = JobDefinition(
        kind: "school.export", queue: SchoolDomain.queue, timeout: .seconds(600), maxAttempts: 5,
        limits: [.running(2, per: .tenant)])

    public let archiveID: UUID
    public let userID: UUID

    public init(archiveID: UUID, userID: UUID) {
        self.archiveID = archiveID
        self.userID = userID
    }

    private enum CodingKeys: String, CodingKey {
        case archiveID = "archive_id"
        case userID = "user_id"
    }
}
