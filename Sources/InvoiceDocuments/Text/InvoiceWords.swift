import Contracts
import Invoices

/// What stands on an invoice beside its values, in its language.
struct InvoiceWords {
    let format: LocalFormat
    let currency: Currency

    private func either(_ french: String, _ english: String) -> String {
        switch format.language {
        case .french: french
        case .english: english
        }
    }

    func title(_ kind: InvoiceKind) -> String {
        switch kind {
        case .invoice: either("Facture", "Invoice")
        case .creditNote: either("Avoir", "Credit note")
        }
    }

    var seller: String { either("Vendeur", "Seller") }
    var buyer: String { either("Client", "Buyer") }
    var number: String { either("Numéro", "Number") }
    var issuedOn: String { either("Date d’émission", "Date of issue") }
    var dueOn: String { either("Date d’échéance", "Due date") }
    var period: String { either("Période", "Period") }
    var corrects: String { either("Facture annulée", "Cancelled invoice") }
    var reason: String { either("Motif", "Reason") }
    var vatNumber: String { either("N° TVA", "VAT number") }
    var description: String { either("Désignation", "Description") }
    var quantity: String { either("Quantité", "Quantity") }
    var unitPrice: String { either("Prix unitaire HT", "Unit price") }
    var net: String { either("Montant HT", "Net amount") }
    var rate: String { either("TVA", "VAT") }
    var base: String { either("Base HT", "Taxable amount") }
    var vat: String { either("Montant de TVA", "VAT amount") }
    var netTotal: String { either("Total HT", "Total without VAT") }
    var vatTotal: String { either("Total TVA", "Total VAT") }
    func total(_ kind: InvoiceKind) -> String {
        switch kind {
        case .invoice: either("Total TTC", "Total due")
        case .creditNote: either("Total TTC de l’avoir", "Total credited")
        }
    }
    var exempt: String { either("Exonéré", "Exempt") }

    func page(_ number: Int, of count: Int) -> String {
        either("Page \(number) sur \(count)", "Page \(number) of \(count)")
    }

    func status(_ status: InvoiceStatus) -> String {
        switch status {
        case .pending: either("En attente de paiement", "Awaiting payment")
        case .paid: either("Payée", "Paid")
        case .paymentFailed: either("Échec du paiement", "Payment failed")
        case .cancelled: either("Annulée", "Cancelled")
        }
    }

    func payable(by day: CalendarDay) -> String {
        either("Paiement au plus tard le \(format.day(day)).", "Payable by \(format.day(day)).")
    }

    func transfer(to iban: String) -> String {
        either("Par virement sur le compte IBAN \(iban)", "By transfer to the account IBAN \(iban)")
    }

    /// Both days belong to it.
    func span(_ first: CalendarDay, _ last: CalendarDay) -> String {
        either("du \(format.day(first)) au \(format.day(last))", "\(format.day(first)) to \(format.day(last))")
    }

    func labelled(_ label: String, _ value: String) -> String {
        either("\(label)\u{A0}: \(value)", "\(label): \(value)")
    }

    func money(_ cents: Int64) -> String { format.money(Money(cents: Int(cents), currency: currency)) }
    func price(micros: Int64) -> String { format.price(micros: micros, in: currency) }
    func percent(_ rate: VATRate) -> String { format.percent(hundredths: Int(rate.hundredths)) }
}
