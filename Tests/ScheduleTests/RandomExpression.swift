import TestSupport

/// Makes expressions that both parties read alike.
struct RandomExpression {
    /// As we write it, and as croniter does.
    private(set) var ours = ""
    private(set) var theirs = ""

    init(using generator: inout SeededGenerator) {
        var words: [(String, String)] = []
        if Int.random(in: 0..<4, using: &generator) == 0 { words.append(Self.plain(0...59, &generator)) }
        words.append(Self.plain(0...59, &generator))
        words.append(Self.plain(0...23, &generator))
        // Beside W, # and the last weekday croniter takes two restricted days for both, not for either.
        let day = Self.day(&generator)
        let weekday = Self.weekday(&generator)
        let isSpecial = day.0.hasSuffix("W") || weekday.0.hasSuffix("L") || weekday.0.contains("#")
        let keepsDay = Bool.random(using: &generator)
        words.append(isSpecial && !keepsDay ? ("*", "*") : day)
        words.append(Self.month(&generator))
        words.append(isSpecial && keepsDay ? ("*", "*") : weekday)
        ours = words.map(\.0).joined(separator: " ")
        theirs = words.map(\.1).joined(separator: " ")
    }

    private static func plain(
        _ range: ClosedRange<Int>, _ generator: inout SeededGenerator, named names: [String] = []
    ) -> (String, String) {
        func name(_ number: Int, _ generator: inout SeededGenerator) -> String {
            guard !names.isEmpty, Bool.random(using: &generator) else { return "\(number)" }
            return names[number - range.lowerBound]
        }
        let text: String
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: text = "*"
        case 1: text = "*/\(Int.random(in: 1...range.count / 2, using: &generator))"
        case 2:
            let low = Int.random(in: range, using: &generator)
            let high = Int.random(in: low...range.upperBound, using: &generator)
            text = low == high ? name(low, &generator) : "\(name(low, &generator))-\(name(high, &generator))"
        case 3:
            let low = Int.random(in: range.lowerBound..<range.upperBound, using: &generator)
            let high = Int.random(in: low + 1...range.upperBound, using: &generator)
            text = "\(low)-\(high)/\(Int.random(in: 1...max(1, (high - low) / 2), using: &generator))"
        case 4:
            let count = Int.random(in: 2...4, using: &generator)
            text = Set((0..<count).map { _ in Int.random(in: range, using: &generator) }).sorted()
                .map { name($0, &generator) }.joined(separator: ",")
        default: text = name(Int.random(in: range, using: &generator), &generator)
        }
        return (text, text)
    }

    private static func day(_ generator: inout SeededGenerator) -> (String, String) {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: return ("L", "L")
        case 1:
            let day = Int.random(in: 1...28, using: &generator)
            return ("\(day)W", "\(day)W")
        case 2, 3, 4: return ("*", "*")
        default: return plain(1...28, &generator)
        }
    }

    private static func month(_ generator: inout SeededGenerator) -> (String, String) {
        plain(
            1...12, &generator,
            named: ["JAN", "feb", "Mar", "APR", "MAY", "JUN", "jul", "AUG", "SEP", "OCT", "NOV", "DEC"])
    }

    private static func weekday(_ generator: inout SeededGenerator) -> (String, String) {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0:
            let day = Int.random(in: 0...6, using: &generator)
            return ("\(day)L", "L\(day)")
        case 1:
            let text =
                "\(Int.random(in: 0...6, using: &generator))#\(Int.random(in: 1...4, using: &generator))"
            return (text, text)
        case 2, 3, 4: return ("*", "*")
        default: return plain(0...6, &generator, named: ["SUN", "MON", "TUE", "wed", "THU", "Fri", "SAT"])
        }
    }
}
