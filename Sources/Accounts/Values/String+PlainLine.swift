extension String {
    /// Whether a person sees all of it, in the order in which it stands: no control characters (C0, C1), no line
    /// separators, and none of the marks, overrides and isolates that turn the direction of what follows (Unicode
    /// Standard Annex 9, section 2). Markup is text like any other; what shows it escapes it.
    public var isPlainLine: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: false
            default: scalar.properties.generalCategory != .control
            }
        }
    }
}
