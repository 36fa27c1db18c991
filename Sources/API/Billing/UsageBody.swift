import Billing
import Fleet
import Foundation
import HTTPServer
import Invoices
import JSON
import Schemas

/// The body of `POST /usage`: a list of events.
struct UsageBody {
    struct Members: FieldSet {
        let source = Field.key("source")
        let id = Field.key("id")
        let tenant = Field.uuid("tenant")
        let metric: Field<String> = Field("metric", "1 to 60 of the characters a to z, 0 to 9, ., _ and -") { json in
            json.stringValue.flatMap { Plan.isMetric($0) ? $0 : nil }
        }
        let quantity = Field.integer(
            "quantity", in: Int(UsageEvent.quantities.lowerBound)...Int(UsageEvent.quantities.upperBound))
        let at = Field.date("at")
    }

    private static let members = Members()
    private static let names = Members.names()
    /// By these the fleet counts what it did itself.
    private static let ownSources = Set(Domains.all.map { $0.name })

    let events: [UsageEvent]

    init(_ json: JSONValue, now: Date, retention: Duration) throws(Problem) {
        guard let list = json.arrayValue, (1...UsageEvent.most).contains(list.count) else {
            throw .invalid([
                Problem.FieldError(pointer: "", message: "should be a list of 1 to \(UsageEvent.most) events")
            ])
        }
        var events: [UsageEvent] = []
        var errors = FieldErrors()
        for (index, element) in list.enumerated() where !errors.isFull {
            do throws(Problem) {
                events.append(try Self.event(element, now: now, retention: retention))
            } catch {
                errors.add(error.errors, at: "/\(index)")
            }
        }
        guard errors.isEmpty else { throw .invalid(errors) }
        self.events = events
    }

    private static func event(_ json: JSONValue, now: Date, retention: Duration) throws(Problem) -> UsageEvent {
        var fields = try FieldReader(json, of: names)
        let (source, id) = (fields.require(members.source), fields.require(members.id))
        let (tenant, metric) = (fields.require(members.tenant), fields.require(members.metric))
        let (quantity, at) = (fields.require(members.quantity), fields.require(members.at))
        if let source, ownSources.contains(source) {
            fields.reject(members.source, "is what the fleet counts itself by: take another name")
        }
        if let at, at > now + UsageEvent.mostAhead {
            fields.reject(members.at, "lies more than a day in the future")
        }
        if let at, at < now - retention / .seconds(1) {
            fields.reject(
                members.at, "is longer ago than use is kept (FLOTILLA_USAGE_RETENTION): it cannot be counted once")
        }
        try fields.finish()
        guard let source, let id, let tenant, let metric, let quantity, let at else {
            throw Problem(.internalServerError)
        }
        return UsageEvent(
            source: source, id: id, tenant: tenant, metric: metric, quantity: Int64(quantity), at: at)
    }
}

extension UsageBody {
    static var schema: Schema {
        .array(
            of: Members.schema(required: ["source", "id", "tenant", "metric", "quantity", "at"]), 1...UsageEvent.most)
    }

    static let example =
        #"[{"source": "gateway", "id": "7", "tenant": "0198c1f2-7a10-7c3e-9d55-0f5b8f6a1c11", "metric": "sms", "quantity": 3, "at": "2026-11-01T09:00:00Z"}]"#
}
