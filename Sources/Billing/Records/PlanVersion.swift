public import Foundation
public import Invoices

/// One version of a plan, and when it was made.
public struct PlanVersion: Sendable, Hashable {
    public let plan: Plan
    public let createdAt: Date
}
