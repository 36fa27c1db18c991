import Foundation
import Jobs
import Postgres
import Storage
import TestSupport
import Testing

@testable import Scans

/// However much a tenant has: a page of any list, by any filter, reads a bounded number of rows. A filter that is new has
/// to be named here, and then to be bounded.
@Suite struct ListBoundTests {
    private struct List: Sendable {
        let name: String
        let read: @Sendable (ListEnvironment) async throws -> Void

        init(_ name: String, _ read: @escaping @Sendable (ListEnvironment) async throws -> Void) {
            self.name = name
            self.read = read
        }
    }

    /// Values that no row, or hardly one, has.
    private static let jobFilters: [String: @Sendable (inout JobFilter, ListEnvironment) -> Void] = [
        "status": { filter, _ in filter.status = .cancelled },
        "kind": { filter, _ in filter.kind = "no.kind" },
        "queue": { filter, _ in filter.queue = "other" },
        "tenant": { filter, _ in filter.tenant = UUID() },
        "createdAfter": { filter, _ in filter.createdAfter = Date() + 3600 },
        "createdBefore": { filter, _ in filter.createdBefore = Date() - 3600 },
        "errorCode": { filter, _ in filter.errorCode = "zzz" },
        "batch": { filter, estate in filter.batch = estate.batch },
        "limitKey": { filter, _ in filter.limitKey = "no key" },
        "uniqueKey": { filter, _ in filter.uniqueKey = "no key" },
        "requestID": { filter, _ in filter.requestID = "none" },
        "traceID": { filter, _ in filter.traceID = String(repeating: "0", count: 32) },
        "session": { filter, _ in filter.session = UUID() },
        "payload": { filter, _ in filter.payload = [PayloadCondition(path: ["none"], value: "none")] },
    ]

    private static let findingFilters: [String: @Sendable (inout FindingFilter) -> Void] = [
        "status": { $0.status = .muted },
        "rule": { $0.rule = .publicBucket },
        "severity": { $0.severity = .critical },
        "type": { $0.type = .s3Bucket },
        "resource": { $0.resource = UUID() },
    ]

    /// Those of a tenant that has nothing, beside one that has much.
    private static func poor() -> [List] {
        let poor = UUID()
        let statuses: [JobStatus?] = [nil, .queued, .succeeded, .failed]
        return statuses.map { status in
            List("few jobs \(status?.rawValue ?? "-")") {
                _ = try await $0.jobs.page(JobFilter(status: status), before: nil, limit: 100, for: .tenant(poor))
            }
        } + [
            List("few scans") { _ = try await $0.scans.scans(of: poor, before: nil, limit: 100) },
            List("few findings") {
                _ = try await $0.scans.findings(FindingFilter(), of: poor, before: nil, limit: 100)
            },
            List("few resources") {
                _ = try await $0.scans.resources(
                    .ec2Instance, .latest(.any), of: poor, filters: [], after: nil, limit: 100)
            },
            List("few batches") { _ = try await $0.jobs.batches(before: nil, limit: 100, for: .tenant(poor)) },
            List("few schedules") {
                _ = try await $0.schedules.schedules(after: nil, limit: 100, for: .tenant(poor))
            },
        ]
    }

    private static func jobs() -> [List] {
        var lists: [List] = []
        let names: [String?] = [nil] + jobFilters.keys.sorted()
        for status: JobStatus? in [nil, .queued, .succeeded, .failed] {
            for first in names where first != "status" {
                for second in names where second == nil || (first ?? "") < (second ?? "") && second != "status" {
                    for isTenant in [true, false] {
                        lists.append(
                            List(
                                "jobs \(status?.rawValue ?? "-") \(first ?? "-") \(second ?? "-") \(isTenant)",
                                { estate in
                                    var filter = JobFilter(status: status)
                                    for name in [first, second].compactMap(\.self) {
                                        jobFilters[name]?(&filter, estate)
                                    }
                                    _ = try await estate.jobs.page(
                                        filter, before: nil, limit: 1000,
                                        for: isTenant ? .tenant(estate.fixture.tenant) : .everybody)
                                }
                            ))
                    }
                }
            }
        }
        // Each alone always, and of the pairs every seventh unless all are asked for.
        let offset = Int(Settings.seed % 7)
        return lists.enumerated().filter {
            Settings.isFull || $0.element.name.contains(" - ") || $0.offset % 7 == offset
        }.map(\.element)
    }

    private static func resources(_ scan: UUID) -> [List] {
        let type = ResourceType.ec2Instance
        let filters: [(String, String)] = type.columns.map { column in
            switch column.kind {
            case .text: (column.name, "none")
            case .boolean: (column.name, "true")
            case .integer, .number: (column.name, "7")
            case .time: (column.name, "2020-01-01T00:00:00Z")
            case .tags: (column.name, #"{"a":"b"}"#)
            }
        }
        let scopes: [(String, ScanStore.ResourceScope)] = [
            ("open", .latest(.open)), ("closed", .latest(.closed)), ("any", .latest(.any)), ("scan", .scan(scan)),
        ]
        return scopes.flatMap { scopeName, scope in
            ([nil] + filters.map { $0 as (String, String)? }).map { filter in
                List(
                    "resources \(scopeName) \(filter?.0 ?? "-")",
                    { estate in
                        let chosen = try filter.flatMap { name, value in
                            try type.column(name).map { column in
                                try ResourceFilter(column, value) { try? Date($0, strategy: .iso8601) }
                            }
                        }
                        _ = try await estate.scans.resources(
                            type, scope, of: estate.fixture.tenant, filters: chosen.map { [$0] } ?? [], after: nil,
                            limit: 1000)
                    }
                )
            }
        }
    }

    private static func findings() -> [List] {
        let names: [String?] = [nil] + findingFilters.keys.sorted()
        return [nil, .open, .closed].flatMap { (status: FindingFilter.Status?) in
            names.map { name in
                List(
                    "findings \(status?.rawValue ?? "-") \(name ?? "-")",
                    { estate in
                        var filter = FindingFilter()
                        filter.status = status
                        if let name { findingFilters[name]?(&filter) }
                        _ = try await estate.scans.findings(filter, of: estate.fixture.tenant, before: nil, limit: 1000)
                    }
                )
            }
        }
    }

    /// What was done, by whatever it is asked for.
    private static func audit() -> [List] {
        let filters: [String: @Sendable (inout AuditEvent.Filter, ListEnvironment) -> Void] = [
            "-": { _, _ in },
            "actor": { $0.actor = $1.actor },
            "action": { filter, _ in filter.action = "queue.changed" },
            "object": { filter, _ in (filter.objectType, filter.objectID) = ("queue", "queue 1") },
            "tenant": { $0.tenant = $1.fixture.tenant },
        ]
        // Beside each, something that no row has.
        return filters.flatMap { name, set in
            [true, false].map { isTenant in
                List("audit \(name) \(isTenant)") { estate in
                    var filter = AuditEvent.Filter()
                    if name != "action" { filter.action = "no.action" }
                    set(&filter, estate)
                    _ = try await estate.jobs.actions(
                        filter, before: nil, limit: 1000,
                        for: isTenant ? .tenant(estate.fixture.tenant) : .everybody)
                }
            }
        }
    }

    /// What operators ask of queues, batches and many jobs.
    private static func operating() -> [List] {
        [
            List("limits") { _ = try await $0.jobs.rules(after: nil, limit: 1000) },
            List("limits after") {
                _ = try await $0.jobs.rules(after: ["bench", "tenant", "", "7", "operator"], limit: 1000)
            },
            List("shares") { _ = try await $0.jobs.shares(of: "bench", limit: 100) },
            List("graph") { _ = try await $0.jobs.graph(of: $0.batch, for: .everybody) },
            List("related") { _ = try await $0.jobs.related(to: JobID(UUID()), for: .everybody) },
            List("retry counted") {
                _ = try await $0.jobs.count(JobFilter(kind: "no.kind"), .retry, for: .tenant($0.fixture.tenant))
            },
            List("cancel counted") {
                _ = try await $0.jobs.count(JobFilter(kind: "no.kind"), .cancel, for: .everybody)
            },
            List("summary") { _ = try await $0.scans.findingSummary(of: $0.fixture.tenant) },
        ]
    }

    /// What is found by its name, or has no filter: next to nothing but the page is read.
    private static func direct(_ old: Scan) -> [List] {
        [
            List(
                "one by id",
                { _ = try await $0.scans.resource(.ec2Instance, UUID().uuidString, region: nil, of: $0.fixture.tenant) }
            ),
            List(
                "one by name",
                { _ = try await $0.scans.resource(.ec2Instance, "i-77", region: nil, of: $0.fixture.tenant) }
            ),
            List("scans", { _ = try await $0.scans.scans(of: $0.fixture.tenant, before: nil, limit: 100) }),
            List("scans before", { _ = try await $0.scans.scansBefore(old, of: $0.fixture.tenant) }),
            List(
                "batches", { _ = try await $0.jobs.batches(before: nil, limit: 100, for: .tenant($0.fixture.tenant)) }),
            List("all batches", { _ = try await $0.jobs.batches(before: nil, limit: 100, for: .everybody) }),
            List(
                "schedules",
                { _ = try await $0.schedules.schedules(after: nil, limit: 100, for: .tenant($0.fixture.tenant)) }
            ),
            List(
                "schedules of nobody",
                { _ = try await $0.schedules.schedules(of: UUID(), after: nil, limit: 100, for: .everybody) }
            ),
        ]
    }

    @Test("a page of any list reads a bounded number of rows, whatever it is filtered by")
    func bounded() async throws {
        // Lists take no kinds that are left alone.
        let members = Set(Mirror(reflecting: JobFilter()).children.compactMap(\.label)).subtracting(["spared"])
        #expect(members == Set(Self.jobFilters.keys))
        #expect(Set(Mirror(reflecting: FindingFilter()).children.compactMap(\.label)) == Set(Self.findingFilters.keys))
        try await ScansDatabase.with { fixture in
            let estate = try await ListEnvironment.with(fixture, size: Settings.size(100_000, full: 400_000))
            try await estate.reader.closed {
                let made = try await fixture.owner.query(
                    "select scan_id from scan_runs where regions <> '[]' order by id desc limit 2"
                ).rows.map { try $0.decode(0, as: UUID.self) }
                let new = try #require(try await fixture.scans.scan(made[0], of: fixture.tenant))
                let old = try #require(try await fixture.scans.scan(made[1], of: fixture.tenant))
                var worst: [String: (name: String, cost: ListEnvironment.Cost)] = [:]
                func check(_ lists: [List], most: (rows: Int, blocks: Int)) async throws {
                    for list in lists {
                        let cost = try await estate.cost { try await list.read(estate) }
                        let subject = String(list.name.prefix { $0 != " " })
                        if (worst[subject]?.cost.blocks ?? 0) < cost.blocks { worst[subject] = (list.name, cost) }
                        #expect(
                            cost.rows <= most.rows && cost.entries <= most.rows && cost.blocks <= most.blocks,
                            "\(list.name): \(cost), seed \(Settings.seed)")
                    }
                }
                let walked = (rows: ListEnvironment.mostRows, blocks: 4 * ListEnvironment.mostRows)
                try await check(Self.jobs() + Self.findings() + Self.resources(new.id), most: walked)
                try await check(Self.audit() + Self.operating(), most: walked)
                try await check(
                    [
                        List(
                            "diff",
                            {
                                let page = try await $0.scans.diff(
                                    new, against: ["ec2": old], of: fixture.tenant, beyond: nil, limit: 1000)
                                #expect(page.items.isEmpty && page.next != nil)
                            }
                        )
                    ], most: (2 * walked.rows, walked.blocks))
                try await check(Self.direct(new) + Self.poor(), most: (3000, 3000))
                for (_, entry) in worst.sorted(by: { $0.key < $1.key }) {
                    print("figure: of \(estate.size): \(entry.name): \(entry.cost)")
                }
            }
        }
    }
}
