import Contracts
import Foundation
import Invoices

/// An invoice with a number and a date, in the words and the days of its reader.
struct IssuedInvoice {
    let invoice: Invoice
    let number: String
    let issuedAt: Date
    let issuedOn: CalendarDay
    let dueOn: CalendarDay?
    let words: InvoiceWords

    /// - Throws: before it is issued, and for a time zone that is none.
    init(_ invoice: Invoice) throws(DocumentError) {
        guard let number = invoice.number?.visible, let issuedAt = invoice.issuedAt else {
            throw DocumentError("the invoice has no number and no date yet: issue it first")
        }
        let name = invoice.timeZone ?? "Europe/Paris"
        guard let zone = TimeZone.named(name) else {
            throw DocumentError("there is no time zone \(name.cleaned): use a name of the IANA, as Europe/Paris")
        }
        self.invoice = invoice
        self.number = number
        self.issuedAt = issuedAt
        issuedOn = Moment(issuedAt).reading(in: zone).day
        dueOn = invoice.dueAt.map { Moment($0).reading(in: zone).day }
        words = InvoiceWords(
            format: LocalFormat(language: Language(locale: invoice.buyer.language), timeZone: zone),
            currency: invoice.currency)
    }

    /// What is said of the payment, in one sentence.
    var paymentTerms: String? {
        invoice.kind == .invoice ? dueOn.map { words.payable(by: $0) } : nil
    }

    /// What the law of the seller's country wants on it.
    var notices: LegalNotices? {
        invoice.seller.address.country == "FR" ? LegalNotices(language: words.format.language) : nil
    }
}

extension BillingMonth {
    var lastDay: CalendarDay { CalendarDay(number: end.number - 1) }
}

extension InvoiceLine {
    /// The last day that it pays for.
    var lastDay: CalendarDay { CalendarDay(number: max(from.number, to.number - 1)) }
}
