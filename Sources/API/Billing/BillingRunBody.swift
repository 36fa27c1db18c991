import Foundation
import HTTPServer
import Invoices
import JSON
import Schemas

/// The body of `POST /billing/runs`.
struct BillingRunBody {
    struct Members: FieldSet {
        let period = Field.month("period")
        let dryRun = Field.flag("dry_run")
        let tenants: Field<[UUID]> = Field(
            "tenants", "a list of 1 to 10000 ids of accounts, each once",
            schema: .array(of: .uuid, 1...10_000, isSet: true)
        ) { json in
            guard let list = json.arrayValue, (1...10_000).contains(list.count) else { return nil }
            let ids = list.compactMap { $0.stringValue.flatMap(UUID.init(uuidString:)) }
            return ids.count == list.count && Set(ids).count == ids.count ? ids : nil
        }
    }

    private static let members = Members()
    private static let names = Members.names()

    let period: BillingMonth
    let isDry: Bool
    /// nil: every school that has something to pay.
    let tenants: [UUID]?

    /// - Parameter zone: where it is judged whether the month is over.
    init(_ json: JSONValue, now: Date, zone: TimeZone) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let period = fields.require(Self.members.period)
        isDry = fields.read(Self.members.dryRun) ?? false
        tenants = fields.read(Self.members.tenants)
        if let period {
            if now < period.start(in: zone) {
                fields.reject(Self.members.period, "lies in the future: name a month that is over")
            } else if !isDry, !period.isOver(at: now, in: zone) {
                fields.reject(
                    Self.members.period,
                    "is not over in \(zone.identifier): only a dry run (dry_run: true) may look at it")
            }
        }
        try fields.finish()
        guard let period else { throw Problem(.internalServerError) }
        self.period = period
    }
}

extension Field<BillingMonth> {
    static func month(_ name: String) -> Field {
        Field(name, "a month such as 2026-10", schema: .string(pattern: "^[0-9]{4}-[0-9]{2}$")) {
            $0.stringValue.flatMap { BillingMonth($0) }
        }
    }
}

extension BillingRunBody {
    static var schema: Schema { Members.schema(required: ["period"]) }
    static let example = #"{"period": "2026-10", "dry_run": true}"#
}
