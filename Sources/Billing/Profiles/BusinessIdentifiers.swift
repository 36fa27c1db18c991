/// Whether texts may be what registers call by these names. Whether such an entry exists is not asked.
public enum BusinessIdentifiers {
    /// A SIREN: nine digits, the last of which is Luhn's check digit (ISO/IEC 7812-1, annex B).
    public static func isSIREN(_ text: String) -> Bool {
        let digits = text.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard digits.count == 9, digits.allSatisfy((0...9).contains) else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = digit.offset % 2 == 1 ? digit.element * 2 : digit.element
            return sum + (value > 9 ? value - 9 : value)
        }
        return sum % 10 == 0
    }

    /// A VAT identifier begins with its country (EN 16931, BR-CO-09; `EL` for Greece, `XI` for Northern Ireland); a French one
    /// has two signs and a SIREN behind it.
    public static func isVATNumber(_ text: String) -> Bool {
        let country = String(text.prefix(2))
        let rest = text.utf8.dropFirst(2)
        guard isCountry(country) || ["EL", "XI"].contains(country), (2...13).contains(rest.count),
            rest.allSatisfy(isCapitalOrDigit), rest.contains(where: isDigit)
        else { return false }
        guard country == "FR" else { return true }
        return rest.count == 11 && isSIREN(String(text.suffix(9)))
    }

    /// An assigned code of ISO 3166-1, two capital letters.
    public static func isCountry(_ text: String) -> Bool { countries.contains(text) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isCapitalOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static let countries = Set(
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD \
        CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF \
        GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN \
        KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA \
        NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI \
        SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
        VN VU WF WS YE YT ZA ZM ZW
        """.split(separator: " ").map(String.init))
}
