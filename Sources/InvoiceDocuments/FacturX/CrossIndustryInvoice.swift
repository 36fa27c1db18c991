import Contracts
public import Invoices

/// The invoice as a machine reads it: UN/CEFACT Cross Industry Invoice D22B in the profile EN 16931 of Factur-X 1.0, with
/// what the French rules (BR-FR) want beside it. The same invoice gives the same bytes.
///
/// Sources: EN 16931-1 (terms BT-, groups BG-), EN 16931-3-3 (syntax), Factur-X 1.07.
public struct CrossIndustryInvoice: Sendable {
    /// UTF-8.
    public let xml: String

    /// - Throws: before the invoice is issued.
    public init(_ invoice: Invoice) throws(DocumentError) {
        xml = CrossIndustryInvoiceWriter(try IssuedInvoice(invoice)).xml
    }
}

/// The parts of the document in the order of its schema.
struct CrossIndustryInvoiceWriter {
    private let issued: IssuedInvoice
    private let amounts: XMLAmounts
    private var invoice: Invoice { issued.invoice }

    init(_ issued: IssuedInvoice) {
        self.issued = issued
        amounts = XMLAmounts(currency: issued.invoice.currency)
    }

    private static let namespaces = [
        ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
        ("xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"),
        ("xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
        ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
    ]

    var xml: String {
        var xml = XMLWriter()
        xml.element("rsm:CrossIndustryInvoice", Self.namespaces) { xml in
            xml.element("rsm:ExchangedDocumentContext") { xml in
                // Services that are still to be paid (BT-23, BR-FR-08).
                xml.element("ram:BusinessProcessSpecifiedDocumentContextParameter") { $0.element("ram:ID", "S1") }
                xml.element("ram:GuidelineSpecifiedDocumentContextParameter") {
                    $0.element("ram:ID", "urn:cen.eu:en16931:2017")
                }
            }
            document(&xml)
            xml.element("rsm:SupplyChainTradeTransaction") { xml in
                for (index, line) in invoice.lines.enumerated() { self.line(line, index + 1, &xml) }
                xml.element("ram:ApplicableHeaderTradeAgreement") { xml in
                    xml.party(invoice.seller)
                    xml.party(invoice.buyer)
                }
                xml.element("ram:ApplicableHeaderTradeDelivery") { xml in
                    xml.element("ram:ActualDeliverySupplyChainEvent") {
                        $0.day("ram:OccurrenceDateTime", invoice.period.lastDay)
                    }
                }
                settlement(&xml)
            }
        }
        return xml.text
    }

    private func document(_ xml: inout XMLWriter) {
        xml.element("rsm:ExchangedDocument") { xml in
            xml.element("ram:ID", issued.number)
            // UNTDID 1001.
            xml.element("ram:TypeCode", invoice.kind == .invoice ? "380" : "381")
            xml.day("ram:IssueDateTime", issued.issuedOn)
            // Subjects of UNTDID 4451; the law of France is that of its sellers.
            let notices = issued.notices
            xml.note(notices?.recoveryCosts, "PMT")
            xml.note(notices?.latePayment, "PMD")
            xml.note(notices?.discount, "AAB")
            xml.note(invoice.seller.legalNotice, "REG")
            xml.note(invoice.corrected?.reason, nil)
        }
    }

    private func line(_ line: InvoiceLine, _ number: Int, _ xml: inout XMLWriter) {
        xml.element("ram:IncludedSupplyChainTradeLineItem") { xml in
            xml.element("ram:AssociatedDocumentLineDocument") { $0.element("ram:LineID", String(number)) }
            xml.element("ram:SpecifiedTradeProduct") { $0.element("ram:Name", line.description) }
            // No price is negative (BR-27): what is taken off has a negative quantity.
            xml.element("ram:SpecifiedLineTradeAgreement") { xml in
                xml.element("ram:NetPriceProductTradePrice") {
                    $0.element("ram:ChargeAmount", amounts.price(line.unitPriceMicros.magnitude))
                }
            }
            xml.element("ram:SpecifiedLineTradeDelivery") { xml in
                let isTakenOff = (line.unitPriceMicros < 0) != (line.quantity < 0)
                // One (UN/ECE recommendation 20).
                xml.element(
                    "ram:BilledQuantity", (isTakenOff ? "-" : "") + String(line.quantity.magnitude),
                    [("unitCode", "C62")])
            }
            xml.element("ram:SpecifiedLineTradeSettlement") { xml in
                xml.element("ram:ApplicableTradeTax") { xml in
                    xml.element("ram:TypeCode", "VAT")
                    let category = VATCategory(line.vatRate, exemptionReason: line.vatExemptionReason)
                    xml.element("ram:CategoryCode", category.rawValue)
                    xml.element("ram:RateApplicablePercent", amounts.percent(line.vatRate))
                }
                xml.period(line.from, line.lastDay)
                xml.element("ram:SpecifiedTradeSettlementLineMonetarySummation") {
                    $0.element("ram:LineTotalAmount", amounts.amount(line.netCents))
                }
            }
        }
    }

    private func settlement(_ xml: inout XMLWriter) {
        let totals = invoice.totals
        xml.element("ram:ApplicableHeaderTradeSettlement") { xml in
            xml.element("ram:PaymentReference", issued.number)
            xml.element("ram:InvoiceCurrencyCode", invoice.currency.code)
            if let iban = invoice.seller.iban?.visible, invoice.kind == .invoice {
                xml.element("ram:SpecifiedTradeSettlementPaymentMeans") { xml in
                    // UNTDID 4461: a SEPA credit transfer, or a credit transfer.
                    xml.element("ram:TypeCode", invoice.currency.code == "EUR" ? "58" : "30")
                    xml.element("ram:PayeePartyCreditorFinancialAccount") {
                        $0.element("ram:IBANID", iban.filter { !$0.isWhitespace })
                    }
                }
            }
            for group in VATBreakdown(totals).groups { vat(group, &xml) }
            xml.period(invoice.period.first, invoice.period.lastDay)
            xml.element("ram:SpecifiedTradePaymentTerms") { xml in
                xml.element("ram:Description", issued.paymentTerms)
                if invoice.kind == .invoice, let day = issued.dueOn { xml.day("ram:DueDateDateTime", day) }
            }
            xml.element("ram:SpecifiedTradeSettlementHeaderMonetarySummation") { xml in
                xml.element("ram:LineTotalAmount", amounts.amount(totals.netCents))
                xml.element("ram:TaxBasisTotalAmount", amounts.amount(totals.netCents))
                xml.element(
                    "ram:TaxTotalAmount", amounts.amount(totals.vatCents), [("currencyID", invoice.currency.code)])
                xml.element("ram:GrandTotalAmount", amounts.amount(totals.totalCents))
                xml.element("ram:DuePayableAmount", amounts.amount(totals.totalCents))
            }
            if let corrected = invoice.corrected {
                xml.element("ram:InvoiceReferencedDocument") { xml in
                    xml.element("ram:IssuerAssignedID", corrected.number)
                    xml.day("ram:FormattedIssueDateTime", corrected.issuedOn, type: "qdt")
                }
            }
        }
    }

    private func vat(_ group: VATBreakdown.Group, _ xml: inout XMLWriter) {
        xml.element("ram:ApplicableTradeTax") { xml in
            xml.element("ram:CalculatedAmount", amounts.amount(group.vatCents))
            xml.element("ram:TypeCode", "VAT")
            xml.element("ram:ExemptionReason", group.reasons.joined(separator: "; "))
            xml.element("ram:BasisAmount", amounts.amount(group.netCents))
            xml.element("ram:CategoryCode", group.category.rawValue)
            xml.element("ram:RateApplicablePercent", amounts.percent(group.rate))
        }
    }
}
