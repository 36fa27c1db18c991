public import Contracts
public import Foundation

/// An invoice or a credit note, with everything that its reader needs: nothing of it is looked up later. Before it is
/// issued it has no number and no times.
public struct Invoice: Sendable, Hashable, Codable {
    public let id: UUID
    public let tenant: UUID
    /// As `FL-2026-000001`: one series for each seller and year, in it invoices and credit notes.
    public var number: String?
    public let kind: InvoiceKind
    public let period: BillingMonth
    public var status: InvoiceStatus
    public let currency: Currency
    public let seller: Seller
    public let buyer: Buyer
    public let lines: [InvoiceLine]
    public let totals: InvoiceTotals
    public var issuedAt: Date?
    public var dueAt: Date?
    public var paidAt: Date?
    /// Of a credit note: what it takes back.
    public var corrected: CorrectedInvoice?
    /// Whose days its dates are (IANA); nil: `Europe/Paris`.
    public var timeZone: String?

    public init(
        id: UUID, tenant: UUID, number: String? = nil, kind: InvoiceKind, period: BillingMonth, status: InvoiceStatus,
        currency: Currency, seller: Seller, buyer: Buyer, lines: [InvoiceLine], totals: InvoiceTotals,
        issuedAt: Date? = nil, dueAt: Date? = nil, paidAt: Date? = nil, corrected: CorrectedInvoice? = nil,
        timeZone: String? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.number = number
        self.kind = kind
        self.period = period
        self.status = status
        self.currency = currency
        self.seller = seller
        self.buyer = buyer
        self.lines = lines
        self.totals = totals
        self.issuedAt = issuedAt
        self.dueAt = dueAt
        self.paidAt = paidAt
        self.corrected = corrected
        self.timeZone = timeZone
    }
}

public enum InvoiceKind: String, Sendable, Codable, CaseIterable {
    case invoice
    /// Its amounts are positive, as EN 16931 has them: the kind says that they go back.
    case creditNote = "credit_note"
}

/// Where the money of an invoice stands.
public enum InvoiceStatus: String, Sendable, Codable, CaseIterable {
    case pending = "EN_ATTENTE"
    case paid = "PAYEE"
    case paymentFailed = "ECHEC_PAIEMENT"
    case cancelled = "ANNULEE"

    /// In English.
    public var label: String {
        switch self {
        case .pending: "pending"
        case .paid: "paid"
        case .paymentFailed: "payment failed"
        case .cancelled: "cancelled"
        }
    }
}

/// The invoice that a credit note takes back (EN 16931, BG-3).
public struct CorrectedInvoice: Sendable, Hashable, Codable {
    public let number: String
    public let issuedOn: CalendarDay
    /// Why, as the one who cancelled wrote it.
    public let reason: String

    public init(number: String, issuedOn: CalendarDay, reason: String) {
        self.number = number
        self.issuedOn = issuedOn
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case number, reason
        case issuedOn = "issued_on"
    }
}
