public import Foundation

/// A class, with who is in it.
public struct SchoolClass: Sendable, Hashable {
    public let id: UUID
    public let name: String
    public let professorIDs: [UUID]
    public let studentIDs: [UUID]
    public let createdAt: Date
}
