extension String {
    /// On one line, without what XML 1.0 forbids (Char, production 2) and without marks that would turn the order of what
    /// stands behind them (Unicode, UAX 9: embeddings, overrides and isolates).
    var cleaned: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: scalars.append(" ")
            case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: continue
            // Among them U+FFFE and U+FFFF, which XML forbids; Pango and cairo take none of the others, either.
            case _ where scalar.properties.isNoncharacterCodePoint: continue
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// nil when nothing would be seen of it.
    var visible: String? {
        let text = cleaned
        return text.allSatisfy(\.isWhitespace) ? nil : text
    }
}
