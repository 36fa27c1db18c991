import Foundation
import Postgres
import Storage

/// Where a resource is, and what it is called there.
private struct Place: Hashable {
    let region: String
    let identifier: String
}

/// What a run saw of one type: identities, then the run's rows.
struct ResourceUpsert {
    private let type: ResourceType
    private let receipt: ScanResultWriter
    private let regions: [String]
    private let identifiers: [String]
    private let columns: [any ColumnValues]

    var count: Int { regions.count }

    init<Record: ResourceRecord>(_ records: [Record], in receipt: ScanResultWriter) {
        let latest = Dictionary(records.map { (Place(region: $0.region, identifier: $0.identifier), $0) }) { $1 }
        // In this order everywhere, so that two runs of an account never wait for one another in a circle.
        let ordered = latest.values.sorted { ($0.region, $0.identifier) < ($1.region, $1.identifier) }
        type = Record.type
        self.receipt = receipt
        regions = ordered.map(\.region)
        identifiers = ordered.map(\.identifier)
        columns = Record.columns(of: ordered)
    }

    var statements: [Query] { regions.isEmpty ? [] : [identities, rows] }

    private var identities: Query {
        let time = receipt.timestamp
        return """
            insert into flotilla.resources as known (account, provider, cloud_account, type, region, identifier, first_run,
                first_seen_at, latest_run, latest_seen_at)
            select \(receipt.account), \(receipt.service.provider.rawValue), \(receipt.cloudAccount), \(type.name),
                region, identifier, \(receipt.runID), \(time), \(receipt.runID), \(time)
            from unnest(\(regions), \(identifiers)) as found(region, identifier)
            on conflict (account, type, region, identifier, cloud_account, provider) do update
                set latest_run = excluded.latest_run, latest_seen_at = excluded.latest_seen_at,
                    closed_at = null, closed_run = null
                where known.latest_seen_at < excluded.latest_seen_at
                    and (known.closed_at is null or known.closed_at <= excluded.latest_seen_at)
            """
    }

    private var rows: Query {
        var arrays: Query = "\(regions), \(identifiers)"
        for column in columns { arrays = "\(arrays), \(column.parameter)" }
        let names = type.details.map(\.name)
        let values = names.map { "found.\($0)" }.joined(separator: ", ")
        let list = names.joined(separator: ", ")
        return """
            insert into \(unescaped: type.table) (scan_run_id, account, scan_timestamp, resource_id, region,
                \(unescaped: type.identity), \(unescaped: list))
            select \(receipt.runID), \(receipt.account), \(receipt.timestamp), known.id, found.region,
                found.identifier, \(unescaped: values)
            from unnest(\(arrays)) as found(region, identifier, \(unescaped: list))
                join flotilla.resources known on known.account = \(receipt.account) and known.type = \(type.name)
                    and known.region = found.region and known.identifier = found.identifier
                    and known.cloud_account = \(receipt.cloudAccount)
                    and known.provider = \(receipt.service.provider.rawValue)
            """
    }
}
