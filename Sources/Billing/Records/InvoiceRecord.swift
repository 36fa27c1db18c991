public import Foundation
public import Invoices

/// An invoice with what belongs to it.
public struct InvoiceRecord: Sendable {
    public let invoice: Invoice
    public let runID: UUID?
    /// Of a credit note: the invoice that it takes back.
    public let correctedID: UUID?
    public let payments: [PaymentRecord]
}

/// One attempt at a payment.
public struct PaymentRecord: Sendable {
    public enum Status: String, Sendable, Codable, CaseIterable {
        case pending, succeeded, failed
        /// It may have been made: the gateway is asked until it is known.
        case unknown
    }

    public let id: UUID
    public let number: Int
    public let status: Status
    public let code: String?
    public let text: String?
    public let createdAt: Date
    public let settledAt: Date?
}
