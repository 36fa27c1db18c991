/// Reads one field: a list of values, ranges and steps.
struct FieldParser {
    let field: CronField
    /// Where the field begins in the expression, from 1.
    let position: Int
    /// The plain numbers; weekdays from 0 to 6.
    private(set) var numbers = NumberSet()
    private(set) var rule: DayRule

    init(_ field: CronField, _ text: Substring, at position: Int, _ rule: DayRule) throws(CronError) {
        self.field = field
        self.position = position
        self.rule = rule
        var start = position
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            try read(item, at: start)
            start += item.count + 1
        }
    }

    private mutating func read(_ item: Substring, at start: Int) throws(CronError) {
        if item.isEmpty { throw refusal(start, "a value is missing") }
        if try readSpecial(item.uppercased(), at: start) { return }
        let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var step = 1
        if parts.count == 2 {
            let place = start + parts[0].count + 1
            guard let number = Self.integer(parts[1]), (1...field.size).contains(number) else {
                throw CronError(
                    at: place, "the step of the \(field.rawValue) should be a number from 1 to \(field.size)")
            }
            step = number
        }
        let (low, high) = try bounds(parts[0], hasStep: parts.count == 2, at: start)
        insert(from: low, to: high, step)
    }

    private func bounds(_ text: Substring, hasStep: Bool, at start: Int) throws(CronError) -> (Int, Int) {
        let last = field == .weekday ? 6 : field.range.upperBound
        if text == "*" || isQuestion(text) { return (field.range.lowerBound, last) }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let low = try value(ends[0], at: start)
        guard ends.count == 2 else { return (low, hasStep ? max(low, last) : low) }
        return (low, try value(ends[1], at: start + ends[0].count + 1))
    }

    /// A range whose end comes before its beginning goes over the end: `FRI-MON`, `22-4`.
    private mutating func insert(from low: Int, to high: Int, _ step: Int) {
        let first = field.range.lowerBound
        let length = high >= low ? high - low : high - low + field.size
        for offset in stride(from: 0, through: length, by: step) {
            let number = low + offset
            // Weekday 7 is 0.
            numbers.insert((number - first) % field.size + first)
        }
    }

    private func value(_ text: Substring, at start: Int) throws(CronError) -> Int {
        if let number = Self.integer(text) ?? field.number(named: String(text)), field.range.contains(number) {
            return number
        }
        throw refusal(start, text.isEmpty ? "a value is missing" : "\(Self.shown(text)) is not allowed")
    }

    private func isQuestion(_ text: Substring) -> Bool { text == "?" && (field == .day || field == .weekday) }

    // MARK: L, W and #

    /// - Returns: whether the item was one of those.
    private mutating func readSpecial(_ item: String, at start: Int) throws(CronError) -> Bool {
        switch field {
        case .day: try readDay(item, at: start)
        case .weekday: try readWeekday(item, at: start)
        case .second, .minute, .hour, .month: false
        }
    }

    private mutating func readDay(_ item: String, at start: Int) throws(CronError) -> Bool {
        if item == "LW" || item == "WL" {
            rule.isLastWorkday = true
        } else if item == "L" {
            rule.beforeLast.insert(0)
        } else if item.hasPrefix("L-") {
            guard let number = Self.integer(item.dropFirst(2)), (1...30).contains(number) else {
                throw CronError(at: start + 2, "L- should be followed by a number from 1 to 30")
            }
            rule.beforeLast.insert(number)
        } else if item.hasSuffix("W") {
            rule.nearest.insert(try value(item.dropLast(), at: start))
        } else {
            return false
        }
        return true
    }

    private mutating func readWeekday(_ item: String, at start: Int) throws(CronError) -> Bool {
        if item == "L" {
            throw CronError(at: start, "L for the day of the week needs a day: FRIL or 5L is the last Friday")
        }
        if let mark = item.firstIndex(of: "#") {
            let place = start + item.distance(from: item.startIndex, to: mark) + 1
            guard let number = Self.integer(item[item.index(after: mark)...]), (1...5).contains(number) else {
                throw CronError(at: place, "# should be followed by a number from 1 to 5, such as MON#2")
            }
            rule.numbered.insert(try value(item[..<mark], at: start) % 7 * 5 + number - 1)
        } else if item.hasSuffix("L") {
            rule.lastWeekdays.insert(try value(item.dropLast(), at: start) % 7)
        } else {
            return false
        }
        return true
    }

    // MARK: Small parts

    private func refusal(_ start: Int, _ what: String) -> CronError {
        CronError(at: start, "\(what) for the \(field.rawValue); allowed are \(field.allowed)")
    }

    private static func integer(_ text: some StringProtocol) -> Int? {
        (1...4).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// What was typed, unless it is long or not for showing.
    private static func shown(_ text: Substring) -> String {
        text.utf8.count <= 12 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? String(text) : "this"
    }
}
