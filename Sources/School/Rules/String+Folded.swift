import Foundation

extension String {
    /// In lower case and without accents.
    var folded: String {
        String(
            String.UnicodeScalarView(
                lowercased().decomposedStringWithCanonicalMapping.unicodeScalars.filter {
                    $0.properties.generalCategory != .nonspacingMark
                }))
    }
}
