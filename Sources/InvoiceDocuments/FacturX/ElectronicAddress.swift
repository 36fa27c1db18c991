import Invoices

/// Where electronic invoices are delivered (EN 16931, BT-34 and BT-49), with the list that it is of (EAS).
struct ElectronicAddress {
    /// `0225` is the French directory's, `EM` an e-mail's.
    let scheme: String
    let value: String

    /// - Parameters:
    ///   - text: `0225:123456789`, `0088:4000001000005` or without its list: then an e-mail's when it has an `@`, of the French
    ///     directory otherwise.
    ///   - siren: nine digits are an address of the French directory.
    init?(_ text: String?, siren: String?, email: String?) {
        if let text = text?.visible {
            let parts = text.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0] == "EM" || (parts[0].count == 4 && parts[0].allSatisfy(\.isASCIIDigit)) {
                (scheme, value) = (String(parts[0]), String(parts[1]))
            } else {
                (scheme, value) = (text.contains("@") ? "EM" : "0225", text)
            }
        } else if let siren = siren.flatMap(SIREN.init) {
            (scheme, value) = ("0225", siren.digits)
        } else if let email = email?.visible {
            (scheme, value) = ("EM", email)
        } else {
            return nil
        }
    }

    init?(_ seller: Seller) { self.init(seller.electronicAddress, siren: seller.siren, email: seller.email) }
    init?(_ buyer: Buyer) { self.init(buyer.electronicAddress, siren: buyer.siren, email: buyer.email) }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
