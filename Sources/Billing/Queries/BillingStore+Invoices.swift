import Contracts
public import Foundation
public import Invoices
import Postgres

extension BillingStore {
    /// With its lines and payments; nil when the school has no such invoice.
    /// - Parameter school: nil: of any.
    public func invoice(_ id: UUID, of school: UUID?) async throws -> InvoiceRecord? {
        var owner = school
        if owner == nil {
            owner = try await database.query(
                "select tenant from flotilla.invoices where id = \(id)", as: Self.operators
            ).first?.decode("tenant")
        }
        guard let owner else { return nil }
        let answers = try await database.queries(
            [
                "\(Self.invoices) where invoice.id = \(id) and invoice.tenant = \(owner)",
                "\(Self.lines) where invoice_id = \(id) and tenant = \(owner) order by position",
                """
                select id, number, status, code, text, created_at, settled_at
                from flotilla.payments where invoice_id = \(id) and tenant = \(owner) order by number
                """,
            ], of: owner)
        guard let row = answers[0].first else { return nil }
        return InvoiceRecord(
            invoice: try Invoice(row, lines: try answers[1].map { try InvoiceLine($0) }),
            runID: try row.decode("run_id"), correctedID: try row.decode("corrected_id"),
            payments: try answers[2].map { try PaymentRecord($0) })
    }

    /// Without their lines and payments; newest first.
    /// - Parameter school: nil: of every school.
    public func invoices(
        of school: UUID?, period: BillingMonth?, status: InvoiceStatus?, before cursor: UUID?, limit: Int
    ) async throws -> [Invoice] {
        var conditions: Query = cursor.map { "invoice.id < \($0)" } ?? "true"
        if let school { conditions = "\(conditions) and invoice.tenant = \(school)" }
        if let period { conditions = "\(conditions) and invoice.period = \(period.description)" }
        if let status { conditions = "\(conditions) and invoice.status = \(status.rawValue)" }
        let query: Query = "\(Self.invoices) where \(conditions) order by invoice.id desc limit \(Int64(limit))"
        let rows =
            if let school {
                try await database.query(query, of: school)
            } else {
                try await database.query(query, as: Self.operators)
            }
        return try rows.map { try Invoice($0, lines: []) }
    }

    static let lines: Query = """
        select kind, description, quantity, unit_price_micros, net_cents, vat_rate, vat_exemption_reason, metric,
            from_day::text as from_day, to_day::text as to_day
        from flotilla.invoice_lines
        """

    static let invoices: Query = """
        select invoice.*, corrected.number as corrected_number, 
            (corrected.issued_at at time zone invoice.time_zone)::date::text as corrected_on
        from flotilla.invoices invoice left join flotilla.invoices corrected on corrected.id = invoice.corrected_id
        """
}

extension Invoice {
    init(_ row: Row, lines: [InvoiceLine]) throws {
        func json<Value: Decodable>(_ column: String) throws -> Value {
            try JSONDecoder().decode(Value.self, from: Data(row.decode(column, as: JSONText.self).bytes))
        }
        guard let kind = InvoiceKind(rawValue: try row.decode("kind")),
            let period = BillingMonth(try row.decode("period")),
            let status = InvoiceStatus(rawValue: try row.decode("status")),
            let currency = Currency(try row.decode("currency"))
        else { throw PostgresError.unreadable("an invoice") }
        var corrected: CorrectedInvoice?
        if let number = try row.decode("corrected_number", as: String?.self) {
            guard let day = CalendarDay(try row.decode("corrected_on", as: String.self)) else {
                throw PostgresError.unreadable("an invoice's day")
            }
            corrected = CorrectedInvoice(
                number: number, issuedOn: day, reason: try row.decode("reason", as: String?.self) ?? "")
        }
        self.init(
            id: try row.decode("id"), tenant: try row.decode("tenant"), number: try row.decode("number"), kind: kind,
            period: period, status: status, currency: currency, seller: try json("seller"), buyer: try json("buyer"),
            lines: lines,
            totals: InvoiceTotals(
                groups: try json("vat_groups"), netCents: try row.decode("net_cents"),
                vatCents: try row.decode("vat_cents"), totalCents: try row.decode("total_cents")),
            issuedAt: try row.decode("issued_at"), dueAt: try row.decode("due_at"), paidAt: try row.decode("paid_at"),
            corrected: corrected, timeZone: try row.decode("time_zone"))
    }
}

extension InvoiceLine {
    init(_ row: Row) throws {
        guard let kind = InvoiceLineKind(rawValue: try row.decode("kind")),
            let rate = VATRate(hundredths: try row.decode("vat_rate")),
            let from = CalendarDay(try row.decode("from_day")), let to = CalendarDay(try row.decode("to_day"))
        else { throw PostgresError.unreadable("a line of an invoice") }
        self.init(
            kind: kind, description: try row.decode("description"), quantity: try row.decode("quantity"),
            unitPriceMicros: try row.decode("unit_price_micros"), netCents: try row.decode("net_cents"), vatRate: rate,
            vatExemptionReason: try row.decode("vat_exemption_reason"), from: from, to: to,
            metric: try row.decode("metric"))
    }
}

extension PaymentRecord {
    fileprivate init(_ row: Row) throws {
        guard let status = Status(rawValue: try row.decode("status")) else {
            throw PostgresError.unreadable("a payment")
        }
        self.init(
            id: try row.decode("id"), number: Int(try row.decode("number", as: Int32.self)), status: status,
            code: try row.decode("code"), text: try row.decode("text"), createdAt: try row.decode("created_at"),
            settledAt: try row.decode("settled_at"))
    }
}
