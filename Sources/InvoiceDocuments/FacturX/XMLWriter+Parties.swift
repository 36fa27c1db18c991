import Contracts
import Invoices

extension XMLWriter {
    /// BG-4.
    mutating func party(_ seller: Seller) {
        party(
            "ram:SellerTradeParty", seller.legalName, siren: seller.siren, seller.address, ElectronicAddress(seller),
            vatNumber: seller.vatNumber)
    }

    /// BG-7.
    mutating func party(_ buyer: Buyer) {
        party(
            "ram:BuyerTradeParty", buyer.legalName, siren: buyer.siren, buyer.address, ElectronicAddress(buyer),
            vatNumber: buyer.vatNumber)
    }

    private mutating func party(
        _ element: String, _ name: String, siren: String?, _ address: PostalAddress?, _ electronic: ElectronicAddress?,
        vatNumber: String?
    ) {
        self.element(element) { xml in
            xml.element("ram:Name", name)
            xml.element("ram:SpecifiedLegalOrganization") {
                // ISO 6523: SIRENE.
                $0.element("ram:ID", siren.flatMap(SIREN.init)?.digits, [("schemeID", "0002")])
            }
            if let address { xml.address(address) }
            xml.element("ram:URIUniversalCommunication") { xml in
                if let electronic { xml.element("ram:URIID", electronic.value, [("schemeID", electronic.scheme)]) }
            }
            xml.element("ram:SpecifiedTaxRegistration") {
                $0.element("ram:ID", vatNumber?.filter { !$0.isWhitespace }, [("schemeID", "VA")])
            }
        }
    }

    private mutating func address(_ address: PostalAddress) {
        element("ram:PostalTradeAddress") { xml in
            xml.element("ram:PostcodeCode", address.postalCode)
            xml.element("ram:LineOne", address.line1)
            xml.element("ram:LineTwo", address.line2)
            xml.element("ram:CityName", address.city)
            xml.element("ram:CountryID", address.country)
        }
    }

    mutating func note(_ text: String?, _ subject: String?) {
        guard let text = text?.visible else { return }
        element("ram:IncludedNote") { xml in
            xml.element("ram:Content", text)
            xml.element("ram:SubjectCode", subject)
        }
    }

    /// Both days belong to it.
    mutating func period(_ first: CalendarDay, _ last: CalendarDay) {
        element("ram:BillingSpecifiedPeriod") { xml in
            xml.day("ram:StartDateTime", first)
            xml.day("ram:EndDateTime", last)
        }
    }

    /// `yyyyMMdd` (UNTDID 2379: 102).
    mutating func day(_ element: String, _ day: CalendarDay, type: String = "udt") {
        self.element(element) {
            $0.element("\(type):DateTimeString", day.description.replacing("-", with: ""), [("format", "102")])
        }
    }
}
