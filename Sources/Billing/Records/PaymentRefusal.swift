/// Why an invoice is not to be paid now.
public enum PaymentRefusal: String, Error, Sendable {
    case unknownInvoice = "unknown_invoice"
    case creditNote = "credit_note"
    case paid, cancelled
    case underWay = "under_way"
    case noMethod = "no_method"
}
