public import Foundation
public import Jobs

/// Who changes something, as the audit log names it.
public enum BillingActor: Sendable, CustomStringConvertible {
    case user(UUID)
    case job(JobID)

    public var description: String {
        switch self {
        case .user(let id): "user:\(id.uuidString.lowercased())"
        case .job(let id): "job:\(id)"
        }
    }
}
