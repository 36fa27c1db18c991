public import Foundation

/// A pupil of a path.
public struct PathStudent: Sendable, Hashable {
    public let id: UUID
    /// Per cent of the steps that are passed.
    public let progress: Int
    /// nil: the pupil does not know of the path yet.
    public let notifiedAt: Date?
}
