public import Foundation
import Postgres
public import Storage

/// Which findings a list shows.
public struct FindingFilter: Sendable {
    public enum Status: String, Sendable, CaseIterable {
        /// Wrong now, and not accepted.
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
    /// Those that were opened last first. A page looks at `ListBound.rows` findings at most.
    public func findings(
        _ filter: FindingFilter, of tenant: UUID, before cursor: UUID?, limit: Int
    ) async throws -> FindingPage {
        var walk: Query = "from flotilla.findings where \(ListBound.only("account", tenant))"
        if filter.status == .open || filter.status == .muted { walk = "\(walk) and closed_at is null" }
        if let resource = filter.resource { walk = "\(walk) and resource_id = \(resource)" }
        if let cursor { walk = "\(walk) and id < \(cursor)" }
        walk = "\(walk) order by id desc"
        let list = Self.selection(among: "select * \(walk) \(ListBound.limit)", where: filter.condition)
        let answers = try await queries(
            [
                ListBound.page(
                    of: "\(list) order by finding.id desc",
                    size: "octet_length(evidence::text) + coalesce(octet_length(mute_reason), 0)", order: "id desc",
                    limit: limit),
                "select id \(walk) \(ListBound.edge)",
            ], of: tenant)
        let found = try answers[0].map { try Finding(row: $0) }
        let edge = try answers[1].first?.decode(0, as: UUID.self)
        return FindingPage(findings: found, next: try ListBound.hasNext(answers[0]) ? found.last?.id : edge)
    }

    public func finding(_ id: UUID, of tenant: UUID) async throws -> Finding? {
        try await query(Self.selection(id, tenant), of: tenant).first.map { try Finding(row: $0) }
    }

    /// Accepts an open finding: no more notifications of it, and it stays accepted when it comes back.
    /// - Parameter answer: makes what to keep under the caller's idempotency key, if anything.
    /// - Returns: nil when there is no such finding of the tenant.
    public func mute(
        _ id: UUID, reason: String, by user: UUID, of tenant: UUID, recording answer: (Finding?) -> IdempotencyRecord?
    ) async throws -> Finding? {
        try await change(
            id, "muted_at = coalesce(muted_at, now()), muted_by = \(user), mute_reason = \(reason)", tenant, answer)
    }

    /// - Parameter answer: as in `mute`.
    public func unmute(
        _ id: UUID, of tenant: UUID, recording answer: (Finding?) -> IdempotencyRecord?
    ) async throws -> Finding? {
        try await change(id, "muted_at = null, muted_by = null, mute_reason = null", tenant, answer)
    }

    private func change(
        _ id: UUID, _ change: Query, _ tenant: UUID, _ answer: (Finding?) -> IdempotencyRecord?
    ) async throws -> Finding? {
        try await jobs.recording(
            [
                "update flotilla.findings set \(change) where id = \(id) and account = \(tenant) and closed_at is null",
                Self.selection(id, tenant),
            ], of: tenant
        ) { rows in
            let finding = try rows.last?.first.map { try Finding(row: $0) }
            return (finding, answer(finding))
        }
    }

    private static func selection(_ id: UUID, _ tenant: UUID) -> Query {
        selection(among: "select * from flotilla.findings where id = \(id) and account = \(tenant)", where: "true")
    }

    /// Each finding's resource is found by one step into the index.
    private static func selection(among findings: Query, where condition: Query) -> Query {
        """
        select finding.*, known.type, known.region, known.identifier, known.cloud_account
        from (\(findings)) finding cross join lateral (
            select type, region, identifier, cloud_account from flotilla.resources where id = finding.resource_id limit 1
        ) known
        where \(condition)
        """
    }
}

/// A page of a list that looks at a bounded number of findings.
public struct FindingPage: Sendable {
    public let findings: [Finding]
    /// Where the next page begins; nil when there is none. A page that holds less than was asked for may have one.
    public let next: UUID?
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
