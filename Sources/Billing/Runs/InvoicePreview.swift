import Foundation
public import Invoices

/// What a dry run shows of a school.
public struct InvoicePreview: Sendable, Codable {
    public let invoice: Invoice
    public let warnings: [AmountWarning]
    /// Beside the month before.
    public let change: InvoiceComparison

    init(_ draft: InvoiceDraft, comparedWith before: InvoiceAmounts) {
        invoice = draft.invoice
        warnings = draft.amounts.warnings
        change = InvoiceComparison(before: before, after: draft.amounts)
    }
}
