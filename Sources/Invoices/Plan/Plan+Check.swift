import Contracts

extension Plan {
    /// Of modules, and of metrics.
    public static let mostParts = 1000
    /// In the currency's smallest units: ten thousand million euros.
    public static let highestPriceCents: Int64 = 1_000_000_000_000
    /// A thousand million euros; below 2^53, so that every JSON reader has it exactly.
    public static let highestUnitPriceMicros: Int64 = 1_000_000_000_000_000
    /// Of users, contracted or included.
    public static let mostUsers: Int64 = 1_000_000_000
    /// Of what a month includes of a metric.
    public static let mostIncluded: Int64 = 1_000_000_000_000_000

    /// - Throws: everything that is wrong, with pointers into the body of `POST /plans`.
    public func check() throws(PlanProblems) {
        var problems = PlanProblems()
        if !Self.isCode(code) {
            problems.reject("/code", "should be 1 to 60 of the characters a to z, 0 to 9, _ and -")
        }
        for (pointer, name) in [("/name/fr", name.fr), ("/name/en", name.en)] where !Self.isLine(name, most: 300) {
            problems.reject(pointer, "should be one line of 1 to 300 characters")
        }
        if !currency.isInCirculation {
            problems.reject("/currency", "should be the code of a currency (ISO 4217), such as EUR")
        }
        let prices = 0...Self.highestPriceCents
        problems.expect(priceCents, at: "/price_cents", in: prices, "an amount")
        problems.expect(userPriceCents, at: "/user_price_cents", in: prices, "an amount")
        problems.expect(includedUsers, at: "/included_users", in: 0...Self.mostUsers, "a number")
        checkParts(&problems)
        checkTax(&problems)
        if !problems.problems.isEmpty { throw problems }
    }

    private func checkParts(_ problems: inout PlanProblems) {
        for (pointer, count) in [("/modules", modules.count), ("/metered", metered.count)] where count > Self.mostParts
        {
            problems.reject(pointer, "should be at most \(Self.mostParts)")
        }
        var seen: Set<String> = []
        for (index, module) in modules.enumerated() {
            let pointer = "/modules/\(index)"
            if !Self.isCode(module.code) {
                problems.reject("\(pointer)/code", "should be 1 to 60 of the characters a to z, 0 to 9, _ and -")
            } else if !seen.insert(module.code).inserted {
                problems.reject("\(pointer)/code", "is there already: name each module once")
            }
            problems.expect(
                module.priceCents, at: "\(pointer)/price_cents", in: 0...Self.highestPriceCents, "an amount")
        }
        seen = []
        for (index, meter) in metered.enumerated() {
            let pointer = "/metered/\(index)"
            if !Self.isMetric(meter.metric) {
                problems.reject("\(pointer)/metric", "should be 1 to 60 of the characters a to z, 0 to 9, ., _ and -")
            } else if !seen.insert(meter.metric).inserted {
                problems.reject("\(pointer)/metric", "is there already: name each metric once")
            }
            problems.expect(meter.included, at: "\(pointer)/included", in: 0...Self.mostIncluded, "a number")
            problems.expect(
                meter.unitPriceMicros, at: "\(pointer)/unit_price_micros", in: 0...Self.highestUnitPriceMicros,
                "an amount")
        }
    }

    /// A rate above 0 is the standard category S, which forbids a reason (EN 16931, BR-S-10); 0 with a reason is E, exempt,
    /// which demands it (BR-E-10); 0 without is Z, zero rated, which forbids it (BR-Z-10).
    private func checkTax(_ problems: inout PlanProblems) {
        guard let reason = vatExemptionReason else { return }
        if vatRate.hundredths > 0 {
            problems.reject("/vat_exemption_reason", "should be left out: a rate above 0 is no exemption")
        } else if !Self.isLine(reason, most: 500) {
            problems.reject("/vat_exemption_reason", "should be one line of 1 to 500 characters, or left out")
        }
    }

    /// Whether a text may be the code of a plan or module.
    public static func isCode(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...60).contains(bytes.count) && bytes.allSatisfy(isCodeByte)
    }

    /// Whether a text may be the name of a metric.
    public static func isMetric(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...60).contains(bytes.count) && bytes.allSatisfy { isCodeByte($0) || $0 == UInt8(ascii: ".") }
    }

    private static func isCodeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// A character may be many scalars, so bytes have a bound of their own.
    private static func isLine(_ text: String, most: Int) -> Bool {
        text.utf8.count <= 10 * most && (1...most).contains(text.count) && text.unicodeScalars.allSatisfy(isPrintable)
            && text.contains { !$0.isWhitespace }
    }

    /// Whether XML may hold it (1.0, 2.2, Char), and it begins no new line.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        default: scalar.value != 0xFFFE && scalar.value != 0xFFFF
        }
    }
}
