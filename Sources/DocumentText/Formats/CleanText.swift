/// A text whose lines end in line feeds, and that holds nothing which is not seen: control characters, byte order marks,
/// noncharacters, and Unicode's tag characters, in which instructions to a model are hidden from its readers.
struct CleanText {
    let text: String
    var warnings: [DocumentWarning] = []

    init(_ dirty: String) {
        var cleaned = String.UnicodeScalarView()
        cleaned.reserveCapacity(dirty.unicodeScalars.underestimatedCount)
        var isRemoved = false
        var isAfterReturn = false
        for scalar in dirty.unicodeScalars {
            defer { isAfterReturn = scalar == "\r" }
            switch scalar.value {
            case 0x0A: if !isAfterReturn { cleaned.append("\n") }
            case 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: cleaned.append("\n")
            case 0x09, 0x20...0x7E: cleaned.append(scalar)
            case 0x00...0x1F, 0x7F...0x9F, 0xFEFF, 0xFDD0...0xFDEF, 0xE0000...0xE007F: isRemoved = true
            case let value where value & 0xFFFE == 0xFFFE: isRemoved = true
            default: cleaned.append(scalar)
            }
        }
        text = String(cleaned)
        if isRemoved { warnings = [.charactersRemoved] }
    }
}
