import Invoices

/// Invoices of all sorts, each by a name.
enum SampleSet {
    static let exemption = "Exonération de TVA, article 261, 4-4° du code général des impôts"

    /// No warning, and no rule that fails.
    static func complete() throws -> [(name: String, invoice: Invoice)] {
        let foreign = SampleInvoice.buyer(
            name: "Gymnasium am Deich",
            address: PostalAddress(line1: "Deichstraße 4", postalCode: "20459", city: "Hamburg", country: "DE"),
            siren: nil, vatNumber: "DE136695976", electronicAddress: "0204:02-Deich-31", language: "en")
        var all: [(String, Invoice)] = []
        func add(_ name: String, _ invoice: Invoice) { all.append((name, invoice)) }

        for rate: Int32 in [210, 550, 850, 1000, 2000] {
            add(
                "rate \(rate)",
                try SampleInvoice.invoice([try SampleInvoice.line("Forfait", 3, price: 33_330_000, rate: rate)]))
        }
        add("exempt", try SampleInvoice.invoice([try SampleInvoice.line(rate: 0, exempt: exemption)]))
        add(
            "exempt for two reasons",
            try SampleInvoice.invoice([
                try SampleInvoice.line(rate: 0, exempt: exemption),
                try SampleInvoice.line("Formation", 1, price: 20_000_000, rate: 0, exempt: "Article 261, 4-4° a"),
            ]))
        add(
            "mixed rates",
            try SampleInvoice.invoice([
                try SampleInvoice.line("Forfait", 1, price: 49_990_000),
                try SampleInvoice.line("Manuels", 7, price: 12_340_000, rate: 550),
                try SampleInvoice.line("Cours", 2, price: 30_000_000, rate: 0, exempt: exemption),
                try SampleInvoice.line("Presse", 11, price: 1_110_000, rate: 210),
            ]))
        add("credit note", try SampleInvoice.invoice([try SampleInvoice.line("Forfait École", 2)], kind: .creditNote))
        add(
            "prorated",
            try SampleInvoice.invoice([
                try SampleInvoice.line("Forfait École, 17 jours sur 31", 1, price: 26_870_968, from: "2026-10-15"),
                try SampleInvoice.line(
                    "Utilisateurs, 17 jours sur 31", 120, price: 1_096_774, from: "2026-10-15", kind: .users),
            ]))
        add("nothing due", try SampleInvoice.invoice([try SampleInvoice.line("Forfait découverte", 1, price: 0)]))
        add(
            "a thousand lines",
            try SampleInvoice.invoice(
                try (1...1000).map {
                    try SampleInvoice.line("Module \($0)", Int64($0 % 7 + 1), price: Int64($0) * 13_337, kind: .module)
                }))
        add(
            "taken off",
            try SampleInvoice.invoice([
                try SampleInvoice.line("Forfait", 1),
                try SampleInvoice.line("Remise", -1, price: 10_000_000, kind: .adjustment),
                try SampleInvoice.line("Geste commercial", 2, price: -1_250_000, kind: .adjustment),
            ]))
        add(
            "more is taken off than is due",
            try SampleInvoice.invoice([
                try SampleInvoice.line("Avoir de septembre", -1, price: 60_000_000, kind: .adjustment)
            ]))
        add(
            "markup in names",
            try SampleInvoice.invoice(
                [try SampleInvoice.line("<b>R&D</b> \"A\" & 'B' ]]> &amp;")],
                buyer: SampleInvoice.buyer(name: "Maths & Cie <SARL> \"L'École\"")))
        add(
            "right to left",
            try SampleInvoice.invoice(
                [try SampleInvoice.line("دروس الرياضيات"), try SampleInvoice.line("שיעורי מתמטיקה", 2)],
                buyer: SampleInvoice.buyer(name: "مدرسة السلام الدولية")))
        add(
            "a name of 300 characters",
            try SampleInvoice.invoice(
                [try SampleInvoice.line(String(repeating: "Établissement ", count: 21) + "modèle")],
                buyer: SampleInvoice.buyer(name: String(repeating: "É", count: 300))))
        add(
            "emoji",
            try SampleInvoice.invoice(
                [try SampleInvoice.line("Robotique 🤖👩🏽‍🔬")], buyer: SampleInvoice.buyer(name: "École 🏫")))
        let noncharacters = [0xFDD0, 0x1FFFE].compactMap { Unicode.Scalar($0 as UInt32) }.map(String.init).joined()
        add(
            "control characters",
            try SampleInvoice.invoice(
                [try SampleInvoice.line("Forfait\u{0}\u{8}\nÉcole\u{1B}[31m")],
                buyer: SampleInvoice.buyer(name: "Lycée\u{FFFE}\(noncharacters)\u{7}\u{202E} Élisée")))
        add("foreign buyer", try SampleInvoice.invoice([try SampleInvoice.line("School plan")], buyer: foreign))
        add("foreign credit note", try SampleInvoice.invoice(kind: .creditNote, buyer: foreign))
        add(
            "use of another month, much of it",
            try SampleInvoice.invoice([
                try SampleInvoice.line(
                    "Générations de septembre", 1_234_567, price: 1_500, from: "2026-09-01", to: "2026-10-01",
                    kind: .metered),
                try SampleInvoice.line("Analyses", 1_000_000_000, price: 1, kind: .metered),
            ]))
        add(
            "one day, cents that are halves",
            try SampleInvoice.invoice([
                try SampleInvoice.line("Un jour", 1, price: 5_000, rate: 550, from: "2026-10-31", to: "2026-11-01"),
                try SampleInvoice.line("Un autre", 3, price: 25_000, rate: 550, from: "2026-10-30", to: "2026-10-31"),
            ]))
        add(
            "address of electronic invoices",
            try SampleInvoice.invoice(buyer: SampleInvoice.buyer(electronicAddress: "552100554_COMPTA")))
        return all
    }

    /// With warnings: which codes, and which rules fail.
    static func incomplete() throws -> [(name: String, invoice: Invoice, codes: [String], rules: Set<String>)] {
        func bare(_ seller: Seller) throws -> Invoice { try SampleInvoice.invoice(seller: seller) }
        let address = SampleInvoice.seller.address
        return [
            (
                "buyer without SIREN",
                try SampleInvoice.invoice(buyer: SampleInvoice.buyer(siren: nil)), ["buyer_siren_missing"], []
            ),
            (
                "buyer of whom only the name is known",
                try SampleInvoice.invoice(
                    buyer: SampleInvoice.buyer(address: nil, siren: nil, vatNumber: nil, email: nil)),
                ["buyer_address_missing", "buyer_siren_missing", "buyer_electronic_address_missing"],
                ["BR-10", "BR-11", "FX-SCH-A-000419", "BR-FR-12_BT-49"]
            ),
            (
                "seller without numbers",
                try bare(Seller(legalName: "Flotilla", address: address, invoicePrefix: "FL")),
                [
                    "seller_siren_missing", "seller_vat_number_missing", "seller_electronic_address_missing",
                    "seller_iban_missing", "seller_legal_notice_missing",
                ], ["BR-CO-26", "BR-S-02", "BR-FR-10_BT-30", "BR-FR-13_BT-34"]
            ),
            (
                "no reason for no tax", try SampleInvoice.invoice([try SampleInvoice.line(rate: 0)]),
                ["vat_exemption_reason_missing"], []
            ),
            (
                "no euros", try SampleInvoice.invoice(currency: "CHF"), ["currency_not_eur"], ["BR-FR-CO-12_BT-5"]
            ),
            (
                "a rate of another country", try SampleInvoice.invoice([try SampleInvoice.line(rate: 1900)]),
                ["vat_rate_unknown"], ["BR-FR-16_BT-119", "BR-FR-16_BT-152"]
            ),
            (
                "an address that is none",
                try SampleInvoice.invoice(buyer: SampleInvoice.buyer(electronicAddress: "École n° 4")),
                ["buyer_electronic_address_invalid"], ["BR-FR-23_BT-49"]
            ),
        ]
    }
}
