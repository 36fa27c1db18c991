import Contracts
import Foundation
import Invoices
import Testing

/// Invoices for tests. Amounts are computed here, apart from the product's own computation.
enum SampleInvoice {
    static let address = PostalAddress(
        line1: "12 rue des Écoles", line2: "Bâtiment B", postalCode: "75005", city: "Paris", country: "FR")
    static let seller = Seller(
        legalName: "Flotilla SAS",
        address: PostalAddress(line1: "1 quai de la Flotte", postalCode: "44000", city: "Nantes", country: "FR"),
        siren: "732829320", vatNumber: "FR44732829320", iban: "FR7630006000011234567890189",
        email: "factures@flotilla.example", invoicePrefix: "FL",
        legalNotice: "SAS au capital de 10 000 €, RCS Nantes 732 829 320")
    static let buyer = Buyer(
        legalName: "Lycée Élisée-Reclus", address: address, siren: "552100554", vatNumber: "FR03552100554",
        email: "intendance@lycee.example")

    static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }
    static func rate(_ hundredths: Int32) throws -> VATRate { try #require(VATRate(hundredths: hundredths)) }

    /// - Parameters:
    ///   - price: millionths.
    ///   - rate: hundredths of a per cent.
    static func line(
        _ description: String = "Forfait École", _ quantity: Int64 = 1, price: Int64 = 49_000_000, rate: Int32 = 2000,
        exempt: String? = nil, from: String = "2026-10-01", to: String = "2026-11-01", kind: InvoiceLineKind = .plan
    ) throws -> InvoiceLine {
        InvoiceLine(
            kind: kind, description: description, quantity: quantity, unitPriceMicros: price,
            netCents: rounded(quantity * price, over: 10_000), vatRate: try Self.rate(rate), vatExemptionReason: exempt,
            from: try day(from), to: try day(to))
    }

    /// Half away from zero.
    static func rounded(_ value: Int64, over divisor: Int64) -> Int64 {
        let magnitude = (Int64(value.magnitude) * 2 + divisor) / (divisor * 2)
        return value < 0 ? -magnitude : magnitude
    }

    static func totals(_ lines: [InvoiceLine]) -> InvoiceTotals {
        struct Key: Hashable { let rate: VATRate, reason: String? }
        var sums: [Key: Int64] = [:]
        for line in lines {
            sums[Key(rate: line.vatRate, reason: line.vatExemptionReason), default: 0] += line.netCents
        }
        let groups = sums.sorted { ($0.key.rate, $0.key.reason ?? "") < ($1.key.rate, $1.key.reason ?? "") }.map {
            VATGroup(
                rate: $0.key.rate, exemptionReason: $0.key.reason, netCents: $0.value,
                vatCents: rounded($0.value * Int64($0.key.rate.hundredths), over: 10_000))
        }
        let (net, vat) = (groups.map(\.netCents).reduce(0, +), groups.map(\.vatCents).reduce(0, +))
        return InvoiceTotals(groups: groups, netCents: net, vatCents: vat, totalCents: net + vat)
    }

    static func invoice(
        _ lines: [InvoiceLine]? = nil, kind: InvoiceKind = .invoice, seller: Seller = seller, buyer: Buyer = buyer,
        currency: String = "EUR", issuedAt: Date? = Date(timeIntervalSince1970: 1_793_498_400)
    ) throws -> Invoice {
        let lines = try lines ?? [try line()]
        return Invoice(
            id: try #require(UUID(uuidString: "019A0000-0000-7000-8000-000000000001")),
            tenant: try #require(UUID(uuidString: "019A0000-0000-7000-8000-0000000000AA")), number: "FL-2026-000042",
            kind: kind, period: try #require(BillingMonth("2026-10")), status: .pending,
            currency: try #require(Currency(currency)), seller: seller, buyer: buyer, lines: lines,
            totals: totals(lines), issuedAt: issuedAt,
            dueAt: kind == .invoice ? issuedAt?.addingTimeInterval(30 * 86_400) : nil,
            corrected: kind == .creditNote
                ? CorrectedInvoice(
                    number: "FL-2026-000041", issuedOn: try day("2026-10-01"), reason: "Doublon de la commande") : nil)
    }

    static func buyer(
        name: String = buyer.legalName, address: PostalAddress? = address, siren: String? = buyer.siren,
        vatNumber: String? = buyer.vatNumber, email: String? = buyer.email, electronicAddress: String? = nil,
        language: String = "fr"
    ) -> Buyer {
        Buyer(
            legalName: name, address: address, siren: siren, vatNumber: vatNumber, email: email,
            electronicAddress: electronicAddress, language: language)
    }
}
