/// Reads amounts with a unit.
enum Quantity {
    /// `500ms`, `25s`, `2m`, `1h`, `1.5s`, and sums such as `1m30s`. A bare number is refused: of what?
    static func duration(_ text: String) -> Duration? {
        var rest = text.lowercased()[...]
        var total = Duration.zero
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            guard let (number, unit) = next(&rest), let seconds = secondsPerUnit[unit], number * seconds < 1e9 else {
                return nil
            }
            total += .nanoseconds(Int64((number * seconds * 1e9).rounded()))
        }
        return total
    }

    /// Bytes: a bare number, `64K`, `64KiB` (1,024), `64kB` (1,000), and the same with M, G and T.
    static func bytes(_ text: String) -> Int? {
        var rest = text.lowercased()[...]
        guard let (number, unit) = next(&rest), rest.isEmpty, let factor = bytesPerUnit[unit],
            number * factor < 1e15
        else { return nil }
        return Int(number * factor)
    }

    private static let secondsPerUnit: [Substring: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400]

    private static let bytesPerUnit: [Substring: Double] = [
        "": 1, "b": 1,
        "k": 1024, "kib": 1024, "kb": 1e3,
        "m": 1_048_576, "mib": 1_048_576, "mb": 1e6,
        "g": 1_073_741_824, "gib": 1_073_741_824, "gb": 1e9,
        "t": 1_099_511_627_776, "tib": 1_099_511_627_776, "tb": 1e12,
    ]

    private static func next(_ rest: inout Substring) -> (Double, Substring)? {
        let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
        guard digits.first != ".", digits.last != ".", let number = Double(digits) else { return nil }
        rest = rest.dropFirst(digits.count)
        let unit = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(unit.count)
        return (number, unit)
    }
}
