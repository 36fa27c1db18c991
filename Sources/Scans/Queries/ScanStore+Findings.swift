public import Foundation
import Postgres
public import Storage

/// Which findings a list shows.
public struct FindingFilter: Sendable {
    public enum Status: String, Sendable, CaseIterable {
        /// Wrong now, and accepted by nobody.
        case open
        case closed
        /// Wrong now, and accepted with a reason.
        case muted
    }

    public var status: Status?
    public var rule: FindingRule?
    public var severity: FindingSeverity?
    public var type: ResourceType?
    public var resource: UUID?

    public init() {}

    fileprivate var condition: Query {
        var condition: Query = "true"
        switch status {
        case .open: condition = "finding.closed_at is null and finding.muted_at is null"
        case .closed: condition = "finding.closed_at is not null"
        case .muted: condition = "finding.closed_at is null and finding.muted_at is not null"
        case nil: break
        }
        if let rule { condition = "\(condition) and finding.rule = \(rule.name)" }
        if let severity { condition = "\(condition) and finding.severity = \(severity.rawValue)" }
        if let type { condition = "\(condition) and known.type = \(type.name)" }
        if let resource { condition = "\(condition) and finding.resource_id = \(resource)" }
        return condition
    }
}

/// Something that is, or was, wrong with a resource.
public struct Finding: Sendable {
    public let id: UUID
    public let rule: String
    public let severity: String
    public let resource: UUID
    public let type: String
    public let region: String
    public let identifier: String
    public let cloudAccount: String
    /// A JSON object.
    public let evidence: [UInt8]
    public let openedAt: Date
    public let confirmedAt: Date
    public let closedAt: Date?
    public let closeReason: String?
    public let mutedAt: Date?
    public let muteReason: String?

    public var status: FindingFilter.Status { closedAt != nil ? .closed : mutedAt != nil ? .muted : .open }
}

extension ScanStore {
    /// Those that were opened last first.
    public func findings(
        _ filter: FindingFilter, of tenant: UUID, before cursor: UUID?, limit: Int
    ) async throws -> [Finding] {
        var condition = filter.condition
        if let cursor { condition = "\(condition) and finding.id < \(cursor)" }
        return try await findings(
            "\(condition) order by finding.id desc limit \(Int64(limit))", of: tenant)
    }

    public func finding(_ id: UUID, of tenant: UUID) async throws -> Finding? {
        try await findings("finding.id = \(id)", of: tenant).first
    }

    /// Accepts an open finding: it is told of no more, and stays accepted when it comes back.
    /// - Parameter answer: makes what to keep under the caller's idempotency key, if anything.
    /// - Returns: nil when there is no such finding of the tenant.
    public func mute(
        _ id: UUID, reason: String, by user: UUID, of tenant: UUID, recording answer: (Finding?) -> RecordedAnswer?
    ) async throws -> Finding? {
        try await change(
            id, "muted_at = coalesce(muted_at, now()), muted_by = \(user), mute_reason = \(reason)", tenant, answer)
    }

    /// - Parameter answer: as in `mute`.
    public func unmute(
        _ id: UUID, of tenant: UUID, recording answer: (Finding?) -> RecordedAnswer?
    ) async throws -> Finding? {
        try await change(id, "muted_at = null, muted_by = null, mute_reason = null", tenant, answer)
    }

    private func change(
        _ id: UUID, _ change: Query, _ tenant: UUID, _ answer: (Finding?) -> RecordedAnswer?
    ) async throws -> Finding? {
        try await jobs.recording(
            [
                "update findings set \(change) where id = \(id) and account = \(tenant) and closed_at is null",
                Self.selection("finding.id = \(id)", tenant),
            ], of: tenant
        ) { rows in
            let finding = try rows.last?.first.map { try Finding(row: $0) }
            return (finding, answer(finding))
        }
    }

    private func findings(_ condition: Query, of tenant: UUID) async throws -> [Finding] {
        try await query(Self.selection(condition, tenant), of: tenant).map { try Finding(row: $0) }
    }

    private static func selection(_ condition: Query, _ tenant: UUID) -> Query {
        """
        select finding.*, known.type, known.region, known.identifier, known.cloud_account
        from findings finding join resources known on known.id = finding.resource_id
        where finding.account = \(tenant) and \(condition)
        """
    }
}

extension Finding {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.decode("id", as: UUID.self), rule: try row.decode("rule", as: String.self),
            severity: try row.decode("severity", as: String.self),
            resource: try row.decode("resource_id", as: UUID.self),
            type: try row.decode("type", as: String.self), region: try row.decode("region", as: String.self),
            identifier: try row.decode("identifier", as: String.self),
            cloudAccount: try row.decode("cloud_account", as: String.self),
            evidence: try row.decode("evidence", as: JSONText.self).bytes,
            openedAt: try row.decode("opened_at", as: Date.self),
            confirmedAt: try row.decode("confirmed_at", as: Date.self),
            closedAt: try row.decode("closed_at", as: Date?.self),
            closeReason: try row.decode("close_reason", as: String?.self),
            mutedAt: try row.decode("muted_at", as: Date?.self),
            muteReason: try row.decode("mute_reason", as: String?.self))
    }
}
