extension String {
    /// Columns of a terminal that it takes: East Asian wide characters and pictures take two.
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// As much of it as fits.
    func prefix(columns room: Int) -> String {
        var left = room
        return String(
            prefix { character in
                left -= character.columns
                return left >= 0
            })
    }

    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - columns))
    }
}

extension Character {
    /// By its first scalar: what follows combines with it. The blocks are those of Unicode's EastAsianWidth.txt that are wide as a
    /// whole or nearly so.
    fileprivate var columns: Int {
        guard let scalar = unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
