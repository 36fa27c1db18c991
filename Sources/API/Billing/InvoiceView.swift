import Billing
import Contracts
import Foundation
import HTTPServer
import InvoiceDocuments
import Invoices
import JSON
import Schemas

/// An invoice or a credit note as its school sees it.
struct InvoiceView: Encodable, Sendable {
    let id: UUID
    let tenant: UUID
    let number: String?
    let kind: InvoiceKind
    let period: BillingMonth
    let status: InvoiceStatus
    let statusLabel: String
    let currency: String
    let seller: Seller
    let buyer: Buyer
    /// nil in lists.
    @OmittedWhenNil var lines: [Line]?
    let vatGroups: [Group]
    let netCents: Int64
    let vatCents: Int64
    let totalCents: Int64
    let issuedAt: Date?
    let dueAt: Date?
    let paidAt: Date?
    /// Of a credit note: the number of the invoice that it takes back, and why.
    @OmittedWhenNil var corrects: String?
    @OmittedWhenNil var reason: String?
    /// What a complete profile would have; it stops nothing.
    @OmittedWhenNil var warnings: [Warning]?
    @OmittedWhenNil var payments: [Payment]?

    struct Line: Encodable, Sendable {
        let kind: InvoiceLineKind
        let description: String
        let quantity: Int64
        let unitPriceMicros: Int64
        let netCents: Int64
        let vatRate: Percent
        let vatExemptionReason: String?
        let from: String
        let to: String
        @OmittedWhenNil var metric: String?

        init(_ line: InvoiceLine) {
            kind = line.kind
            description = line.description
            quantity = line.quantity
            unitPriceMicros = line.unitPriceMicros
            netCents = line.netCents
            vatRate = Percent(line.vatRate)
            vatExemptionReason = line.vatExemptionReason
            from = line.from.description
            to = line.to.description
            metric = line.metric
        }
    }

    struct Group: Encodable, Sendable {
        let vatRate: Percent
        let vatExemptionReason: String?
        let netCents: Int64
        let vatCents: Int64
    }

    struct Warning: Encodable, Sendable {
        let code: String
        let message: String
    }

    struct Payment: Encodable, Sendable {
        let id: UUID
        let status: PaymentRecord.Status
        let code: String?
        let text: String?
        let at: Date
        let settledAt: Date?
    }

    /// - Parameter payments: nil in lists, which have no lines either.
    init(_ invoice: Invoice, payments: [PaymentRecord]?) {
        id = invoice.id
        tenant = invoice.tenant
        number = invoice.number
        kind = invoice.kind
        period = invoice.period
        status = invoice.status
        statusLabel = invoice.status.label
        currency = invoice.currency.code
        seller = invoice.seller
        buyer = invoice.buyer
        vatGroups = invoice.totals.groups.map {
            Group(
                vatRate: Percent($0.rate), vatExemptionReason: $0.exemptionReason, netCents: $0.netCents,
                vatCents: $0.vatCents)
        }
        netCents = invoice.totals.netCents
        vatCents = invoice.totals.vatCents
        totalCents = invoice.totals.totalCents
        issuedAt = invoice.issuedAt
        dueAt = invoice.dueAt
        paidAt = invoice.paidAt
        corrects = invoice.corrected?.number
        reason = invoice.corrected?.reason
        guard let payments else { return }
        lines = invoice.lines.map { Line($0) }
        warnings = InvoiceWarnings(invoice).all.map { Warning(code: $0.code, message: $0.message) }
        self.payments = payments.map {
            Payment(
                id: $0.id, status: $0.status, code: $0.code, text: $0.text, at: $0.createdAt, settledAt: $0.settledAt)
        }
    }

    static func link(to id: UUID) -> Link { Link("/invoices/\(id.uuidString.lowercased())") }
}

/// A rate of tax in per cent, as 20 or 5.5.
struct Percent: Encodable, Sendable {
    private let rate: VATRate

    init(_ rate: VATRate) { self.rate = rate }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Decimal(rate.hundredths) / 100)
    }
}

extension Percent: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema { .number }
}
