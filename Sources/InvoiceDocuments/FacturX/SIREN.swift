/// The number of a French business: nine digits.
struct SIREN {
    let digits: String

    /// - Parameter text: blanks between the digits are left out.
    init?(_ text: String) {
        let digits = text.filter { !$0.isWhitespace }
        guard digits.count == 9, digits.allSatisfy(\.isASCIIDigit) else { return nil }
        self.digits = digits
    }
}
