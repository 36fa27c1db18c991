import Assembly
import Contracts
import Invoices
import JSON
import Jobs
import Notifications
import Schemas

// Types of the domains that are written otherwise than their stored properties.

extension JobID: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema { .uuid }
}

extension CalendarDay: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema { .string(format: "date") }
}

extension BillingMonth: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .string(pattern: "^[0-9]{4}-[0-9]{2}$")
    }
}

extension Currency: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema { .string(pattern: "^[A-Z]{3}$") }
}

extension VATRate: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema { .number }
}

extension InvoiceComparison: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        definitions.object(of: InvoiceComparison.self, named: ["isComparable": "comparable"])
    }
}

extension ChannelChoice: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema { .flags("email", "in_app") }
}

extension NotificationPreferences: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        let choice = definitions.schema(of: ChannelChoice.self)
        return .object(
            [
                ("locale", .string), ("time_zone", .string), ("quiet_hours", Schema.texts("from", "to").orNull),
                ("channels", choice), ("topics", .map(of: choice)),
            ], required: ["locale", "time_zone", "quiet_hours", "channels", "topics"])
    }

    /// What may be said of them: what is not goes back to what holds unless it is.
    static var bodySchema: Schema {
        let choice = Schema.object(
            [("email", Schema.boolean.orNull), ("in_app", Schema.boolean.orNull)], isClosed: true)
        let hours = Schema.object([("from", .string), ("to", .string)], required: ["from", "to"], isClosed: true)
        return .object(
            [
                ("locale", Schema.string.orNull), ("time_zone", Schema.string.orNull),
                ("quiet_hours", hours.orNull), ("channels", choice.orNull),
                ("topics", Schema.map(of: choice.orNull).orNull),
            ], isClosed: true)
    }
}

extension HealthReport {
    static let schema = Schema.object(
        [
            ("status", .choice(["ready", "degraded", "unavailable"])), ("database", .string), ("broker", .string),
            ("reasons", .array(of: .texts("code", "problem", "advice"))),
        ], required: ["status", "database", "broker", "reasons"])
}
